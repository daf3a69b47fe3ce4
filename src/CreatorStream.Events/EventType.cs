namespace CreatorStream.Events;

/// <summary>
/// What happened. The values are stored in logs and snapshots, and their order breaks ties between touches of
/// equal time: never renumber.
/// </summary>
public enum EventType : byte
{
    None = 0,
    Impression = 1,
    View = 2,
    Click = 3,
    Visit = 4,
    Like = 5,
    Comment = 6,
    Share = 7,
    Save = 8,
    Follow = 9,
    Mention = 10,
    Purchase = 11,
    Signup = 12,
    Lead = 13,
    Download = 14,
    Install = 15,
    Form = 16,
    Refund = 17,
}

public static class EventTypes
{
    // Types on the wire only, never kept: the action says which of ours is meant.
    internal const EventType Engagement = (EventType)254;
    internal const EventType Conversion = (EventType)255;

    private static readonly NameTable<EventType> Names = new(
        [
            ("impression", EventType.Impression),
            ("view", EventType.View),
            ("click", EventType.Click),
            ("visit", EventType.Visit),
            ("like", EventType.Like),
            ("comment", EventType.Comment),
            ("share", EventType.Share),
            ("save", EventType.Save),
            ("follow", EventType.Follow),
            ("mention", EventType.Mention),
            ("purchase", EventType.Purchase),
            ("signup", EventType.Signup),
            ("lead", EventType.Lead),
            ("download", EventType.Download),
            ("install", EventType.Install),
            ("form", EventType.Form),
            ("refund", EventType.Refund),
            ("engagement", Engagement),
            ("conversion", Conversion),
        ],
        EventType.None
    );

    /// <summary>Types 1 … 10 show that a person met the content: they count for reach and stand on paths.</summary>
    public const int TouchCount = 10;

    public static bool IsTouch(this EventType type) => type is >= EventType.Impression and <= EventType.Mention;

    public static bool IsConversion(this EventType type) => type is >= EventType.Purchase and <= EventType.Form;

    /// <summary>Clicks and visits: they beat other touches, and have the longer lookback.</summary>
    public static bool IsClickOrVisit(this EventType type) => type is EventType.Click or EventType.Visit;

    /// <summary>What a person does by hand: every touch but impressions and views.</summary>
    public static bool IsAction(this EventType type) => type is >= EventType.Click and <= EventType.Mention;

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
        bool fits =
            written == Engagement
                ? kind is >= EventType.Like and <= EventType.Mention
                : kind is >= EventType.Purchase and <= EventType.Refund;
        return fits ? kind : EventType.None;
    }
}
