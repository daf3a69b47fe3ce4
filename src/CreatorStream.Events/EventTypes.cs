namespace CreatorStream.Events;

/// <summary>All kinds of events, and what follows from the table of them.</summary>
public static class EventTypes
{
    // Types on the wire only, never kept: the action says which of ours is meant. Their last six bits are no kind's.
    internal const EventType Engagement = (EventType)128;
    internal const EventType Conversion = (EventType)192;

    /// <summary>How many codes there are room for, with that of none.</summary>
    private const int Codes = 64;

    /// <summary>By code, from 1 on.</summary>
    public static IReadOnlyList<EventKind> All { get; } =
    [
        new(EventType.Impression, "impression", EventClass.Impression, 0),
        new(EventType.View, "view", EventClass.Impression, 1),
        new(EventType.Click, "click", EventClass.Click, 2),
        new(EventType.Visit, "visit", EventClass.Visit, 3),
        new(EventType.Like, "like", EventClass.Engagement, 4),
        new(EventType.Comment, "comment", EventClass.Engagement, 5),
        new(EventType.Share, "share", EventClass.Engagement, 6),
        new(EventType.Save, "save", EventClass.Engagement, 7),
        new(EventType.Follow, "follow", EventClass.Social, 8),
        new(EventType.Mention, "mention", EventClass.Social, 9),
        new(EventType.Purchase, "purchase", EventClass.Conversion),
        new(EventType.Signup, "signup", EventClass.Conversion),
        new(EventType.Lead, "lead", EventClass.Conversion),
        new(EventType.Download, "download", EventClass.Conversion),
        new(EventType.Install, "install", EventClass.Conversion),
        new(EventType.Form, "form", EventClass.Conversion),
        new(EventType.Refund, "refund", EventClass.Refund),
        new(EventType.ProductPage, "product_page", EventClass.Visit, 10),
        new(EventType.Cart, "cart", EventClass.Step, 11),
        new(EventType.Checkout, "checkout", EventClass.Step, 12),
        new(EventType.FormStart, "form_start", EventClass.Step, 13),
        new(EventType.Search, "search", EventClass.Step, 14),
        new(EventType.Stay, "stay", EventClass.Stay, 15),
    ];

    /// <summary>The kinds of conversions.</summary>
    public static IReadOnlyList<EventType> ConversionKinds { get; } =
    [.. All.Where(kind => kind.Class == EventClass.Conversion).Select(kind => kind.Type)];

    private static readonly NameTable<EventType> Names = new(
        [.. All.Select(kind => (kind.Name, kind.Type)), ("engagement", Engagement), ("conversion", Conversion)],
        EventType.None
    );

    private static readonly EventClass[] Classes =
    [
        .. Enumerable.Range(0, Codes).Select(code => All.FirstOrDefault(kind => (int)kind.Type == code).Class),
    ];

    private static readonly EventType[][] ByClass =
    [
        .. Enum.GetValues<EventClass>()
            .Select(of => All.Where(kind => kind.Column >= 0 && kind.Class == of).Select(kind => kind.Type).ToArray()),
    ];

    // Sets of kinds, a bit each: every event is asked about.
    private static readonly ulong Touches = SetOf(kind => kind.Column >= 0);
    private static readonly ulong Actions = SetOf(kind =>
        kind is { Column: >= 0, Class: not (EventClass.Impression or EventClass.Stay) }
    );
    private static readonly ulong Visits = SetOf(kind => kind.Class == EventClass.Visit);
    private static readonly ulong OfSessions = SetOf(kind => kind.Class is EventClass.Visit or EventClass.Stay);
    private static readonly ulong ClicksAndVisits = SetOf(kind => kind.Class is EventClass.Click or EventClass.Visit);
    private static readonly ulong Leads = SetOf(kind =>
        kind.Type is EventType.Signup or EventType.Lead or EventType.Form
    );
    private static readonly ulong Conversions = SetOf(kind => kind.Class == EventClass.Conversion);

    /// <summary>Whether it shows that a person met the content: it counts for reach and stands on paths.</summary>
    public static bool IsTouch(this EventType type) => Has(Touches, type);

    public static bool IsConversion(this EventType type) => Has(Conversions, type);

    /// <summary>A conversion that makes somebody known.</summary>
    public static bool IsLead(this EventType type) => Has(Leads, type);

    /// <summary>A page of the site, of whatever kind.</summary>
    public static bool IsVisit(this EventType type) => Has(Visits, type);

    /// <summary>A page of the site, or more time on one: sessions are made of these, and they have an engaged time.</summary>
    public static bool IsOfSession(this EventType type) => Has(OfSessions, type);

    /// <summary>Clicks and visits: they beat other touches, and have the longer lookback.</summary>
    public static bool IsClickOrVisit(this EventType type) => Has(ClicksAndVisits, type);

    /// <summary>What a person does by hand: every touch but impressions, views and stays.</summary>
    public static bool IsAction(this EventType type) => Has(Actions, type);

    /// <summary>What it counts as; nothing where it is of a later version.</summary>
    public static EventClass Class(this EventType type) => Classes[(int)type & (Codes - 1)];

    /// <summary>The kinds of touches that count as something.</summary>
    public static ReadOnlySpan<EventType> TouchesOf(EventClass of) => ByClass[(int)of];

    /// <summary>The name on the wire.</summary>
    public static string WireName(this EventType type) => All[(int)type - 1].Name;

    /// <summary>
    /// Both spellings: <c>like</c>, or <c>engagement</c> with the action <c>like</c>. For a type that needs an
    /// action, <paramref name="needsAction"/> is set and the answer is None unless the action fits.
    /// </summary>
    public static EventType Parse(ReadOnlySpan<byte> type, ReadOnlySpan<byte> action, out bool needsAction)
    {
        EventType written = ParseWritten(type);
        needsAction = written is Engagement or Conversion;
        return needsAction ? Settle(written, action) : written;
    }

    /// <summary>A type as written; <see cref="Engagement"/> and <see cref="Conversion"/> await an action.</summary>
    internal static EventType ParseWritten(ReadOnlySpan<byte> type) => Names.Find(type);

    /// <summary>Which engagement or conversion the action makes of it, None where it fits none.</summary>
    internal static EventType Settle(EventType written, ReadOnlySpan<byte> action)
    {
        EventType kind = Names.Find(action);
        if (kind is EventType.None or Engagement or Conversion)
        {
            return EventType.None;
        }
        bool fits =
            written == Engagement
                ? kind.Class() is EventClass.Engagement or EventClass.Social
                : kind.Class() is EventClass.Conversion or EventClass.Refund;
        return fits ? kind : EventType.None;
    }

    private static bool Has(ulong set, EventType type) => ((set >> (int)type) & 1) != 0;

    private static ulong SetOf(Func<EventKind, bool> isIn) =>
        All.Where(isIn).Aggregate(0UL, (set, kind) => set | (1UL << (int)kind.Type));
}
