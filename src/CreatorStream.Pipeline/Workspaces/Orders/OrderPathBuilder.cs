using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Persons;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What decides whom last touch credits with an order.</summary>
public enum PathDecision
{
    /// <summary>Nobody was met.</summary>
    Nothing,

    /// <summary>A code: it beats whatever was met.</summary>
    Code,

    /// <summary>What the order itself names: content, or a code that is a touch among others.</summary>
    Named,

    /// <summary>The last click or visit.</summary>
    Click,

    /// <summary>There is none: the last other touch.</summary>
    Other,
}

/// <summary>Puts together the path of an order: of what those who told of it had met before, what competes for its credit.</summary>
public sealed class OrderPathBuilder(
    WorkspaceCatalog catalog,
    Func<int, int, PlacedSubject> place,
    PersonBook persons,
    CreditBook credits,
    InjectedClicks injected
)
{
    /// <summary>
    /// More touches of one kind at one microsecond are no person's, and stand on no path: which of them come last is told by
    /// their names, so each order would look at all.
    /// </summary>
    public const int MostAtOnce = 4 * OrderPath.Most;

    /// <summary>
    /// So many touches that are too old for their campaign, one behind another, end the look: where campaigns look back for
    /// different times, a long journey would be walked through for each order.
    /// </summary>
    private const int MostPassedOver = 4_096;

    private const long MicrosPerSecond = 1_000_000;

    /// <summary>So many clicks and visits of a visitor are looked at for engaged time, and those that tie with the last of them.</summary>
    private const int MostEngaged = 4_096;

    // Of the order under way.
    private readonly List<Touch> met = [];
    private readonly List<Touch> named = [];
    private readonly HashSet<ulong> seen = [];

    /// <summary>The code that it used, also where that is a touch among others.</summary>
    private PromoCode? used;

    /// <summary>Numbers of those whose touches stand on it.</summary>
    private readonly List<int> people = [];

    /// <summary>With those who met nothing.</summary>
    private readonly List<int> asked = [];

    /// <summary>Whether the path is of authentic events.</summary>
    private bool isAuthentic;

    /// <summary>Clicks that don't count of the visitor who is looked at.</summary>
    private IReadOnlyList<(long Micros, string Content)> struck = [];

    /// <summary>The path of an order that counts. What was met last is looked for: all of it may be very long.</summary>
    /// <param name="journeys">What its visitors met.</param>
    /// <param name="number">The order's.</param>
    /// <param name="authenticOnly">
    /// Leaves out inauthentic actors who are one person with those who bought, and clicks that were confirmed to be injected.
    /// </param>
    /// <param name="touches">Takes it as models see it.</param>
    /// <returns>It stands until the next is read.</returns>
    public OrderPath Read(
        EvidenceStore journeys,
        int number,
        SettledOrder order,
        bool authenticOnly,
        List<PathTouch> touches
    )
    {
        OrderPath path = Read(journeys, order, authenticOnly);
        int lead = LeadTouch(journeys, number, order, path);
        for (int at = 0; at < path.Touches.Length; at++)
        {
            ref readonly Touch touch = ref path.Touches[at];
            touches.Add(
                new PathTouch(
                    credits.NumberOf(touch.Credit),
                    (order.TimeMicros - touch.TimeMicros) / MicrosPerSecond,
                    touch.Kind.IsClickOrVisit(),
                    at == lead
                )
            );
        }
        return path;
    }

    /// <summary>Whom last touch would credit if the order had no code; null: nobody.</summary>
    public Credit? WithoutCode(EvidenceStore journeys, SettledOrder order)
    {
        OrderPath path = Read(journeys, order, authenticOnly: false, withCode: false);
        return path.Last < 0 ? null : path.Touches[path.Last].Credit;
    }

    /// <summary>Of the order whose path was read last, the known code that it used; null: none.</summary>
    public string? Code { get; private set; }

    /// <summary>Whether its buyer had met that code's creator in its campaign.</summary>
    public bool MetCreator { get; private set; }

    /// <summary>
    /// Whether its buyer had met that creator anywhere, however long before. Also where that would take a look at more than
    /// <see cref="MostPassedOver"/> touches: such a buyer is no stranger.
    /// </summary>
    public bool KnewCreator { get; private set; }

    /// <summary>Whether its buyer had met anybody or anything.</summary>
    public bool MetAnybody => people.Count > 0;

    /// <summary>Of the path that was read last, the numbers of all whose touches may stand on it, also of those who met nothing.</summary>
    public IReadOnlyList<int> People => asked;

    /// <summary>
    /// How long these people looked at the pages of touches that may stand on it; no more is told than makes a lead better.
    /// </summary>
    public long EngagedMillis(EvidenceStore journeys, long canonicalMicros)
    {
        long millis = 0;
        foreach (int visitor in people)
        {
            Evidence from = journeys.Read(visitor);
            int partition = from.Partition;
            struck = StruckOf(from);
            ReadOnlySpan<JourneyTouch> clicks = journeys.Clicks(visitor);
            int at = MetTouches.LastBefore(clicks, canonicalMicros);
            ulong key = 0;
            for (int left = MostEngaged; millis < LeadQuality.MostEngagedMillis; left--)
            {
                at = Below(clicks, at, partition, canonicalMicros);
                if (at < 0 || (left <= 0 && clicks[at].Key != key))
                {
                    break;
                }
                key = clicks[at].Key;
                millis += clicks[at].EngagedMillis;
                at--;
            }
        }
        return Math.Min(millis, LeadQuality.MostEngagedMillis);
    }

    /// <summary>Of the path that was read last, what decides whom last touch credits.</summary>
    public PathDecision Decision { get; private set; }

    /// <returns>The touch that made a lead of somebody who bought; −1: none did, or long before.</returns>
    private int LeadTouch(EvidenceStore journeys, int number, SettledOrder order, OrderPath path)
    {
        if (path.Touches.IsEmpty)
        {
            return -1;
        }
        long first = long.MaxValue;
        // Also who met nothing by that id: a lead may have been sent from another device than the one that met somebody.
        foreach (int visitor in asked)
        {
            bool provenOnly = order.Claim == null;
            first = Math.Min(first, journeys.LeadSince(visitor, path.Touches[0].TimeMicros, number, provenOnly));
        }
        if (first > order.TimeMicros)
        {
            return -1;
        }
        int at = path.Touches.Length - 1;
        while (path.Touches[at].TimeMicros > first)
        {
            at--;
        }
        return at;
    }

    private OrderPath Read(EvidenceStore journeys, SettledOrder order, bool authenticOnly, bool withCode = true)
    {
        isAuthentic = authenticOnly;
        people.Clear();
        asked.Clear();
        met.Clear();
        named.Clear();
        seen.Clear();
        Code = withCode ? CodeOf(order) : null;
        PromoCode? code = Code == null ? null : catalog.Code(Code);
        used = code;
        MetCreator = false;
        KnewCreator = false;
        if (code is { } shown && catalog.Workspace is { CodesAreTouches: true })
        {
            named.Add(new Touch(order.TimeMicros, EventType.Click, shown.Campaign, shown.Creator, "", ""));
            code = null;
        }
        foreach ((Evidence from, ConversionEvent conversion) in order.Deciding)
        {
            PlacedSubject about = place(from.Partition, conversion.Subject);
            if (about.Subject.Content.Length > 0)
            {
                named.Add(TouchOf(about, order.TimeMicros, EventType.Click));
            }
        }
        bool isAnyKnown = false;
        foreach ((Evidence from, _) in order.Deciding)
        {
            isAnyKnown |= AddPerson(from);
        }
        if (!isAnyKnown)
        {
            // Nothing is known of who bought: a claim may tell. Two that differ can't both be right, and a stranger would
            // only have to name every order.
            Evidence[] lenders =
            [
                .. order
                    .Conversions.Select(of => of.From)
                    .Where(from => !seen.Contains(from.Visitor))
                    .DistinctBy(from => persons.WhoIs(from.Visitor))
                    .Take(2),
            ];
            if (lenders.Length == 1)
            {
                AddPerson(lenders[0]);
            }
        }
        bool isNamed = named.Count > 0;
        var path = OrderPath.Of(met, named, code, order.TimeMicros);
        Decision =
            code != null ? PathDecision.Code
            : path.Last < 0 ? PathDecision.Nothing
            : isNamed ? PathDecision.Named
            : path.Touches[path.Last].Kind.IsClickOrVisit() ? PathDecision.Click
            : PathDecision.Other;
        return path;

        // All that somebody met, also by other ids.
        bool AddPerson(Evidence from)
        {
            bool isAny = seen.Add(from.Visitor) && AddMet(journeys, from, order.TimeMicros, code);
            foreach (int other in persons.PersonOf(from.Visitor))
            {
                int known = journeys.Find(persons.HashOf(other));
                if (known >= 0 && !(authenticOnly && persons.IsInauthentic(other)) && seen.Add(persons.HashOf(other)))
                {
                    isAny |= AddMet(journeys, journeys.Read(known), order.TimeMicros, code);
                }
            }
            return isAny;
        }
    }

    /// <summary>Adds what can stand on the path of all that somebody met before an order, as far back as it counts.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool AddMet(EvidenceStore journeys, Evidence from, long canonicalMicros, PromoCode? code)
    {
        asked.Add(from.Number);
        struck = StruckOf(from);
        ReadOnlySpan<JourneyTouch> clicks = journeys.Clicks(from.Number);
        ReadOnlySpan<JourneyTouch> others = journeys.Others(from.Number);
        int click = Below(clicks, MetTouches.LastBefore(clicks, canonicalMicros), from.Partition, canonicalMicros);
        int other = Below(others, MetTouches.LastBefore(others, canonicalMicros), from.Partition, canonicalMicros);
        bool isAny = click >= 0 || other >= 0;
        if (isAny)
        {
            people.Add(from.Number);
        }
        KnewCreator |=
            used is { } its
            && (
                Knew(its.Creator, clicks, from.Partition, canonicalMicros)
                || Knew(its.Creator, others, from.Partition, canonicalMicros)
            );
        if (code is { } promo)
        {
            // No more than OrderPath.Of keeps: the last click or visit of the code's creator, else the last other touch.
            MetCreator |=
                AddLastOf(promo, clicks, click, from.Partition, canonicalMicros)
                || AddLastOf(promo, others, other, from.Partition, canonicalMicros);
            return isAny;
        }
        // Not of what stands on the path: of long journeys that is the end.
        MetCreator |=
            used is { } shown
            && (
                HasAnyOf(shown, clicks, click, from.Partition, canonicalMicros)
                || HasAnyOf(shown, others, other, from.Partition, canonicalMicros)
            );
        int begin = met.Count;
        bool hasClick = false;
        ulong key = 0;
        while (true)
        {
            // Behind a full path stands at most the last click or visit. What ties is told apart by name.
            bool isFull = met.Count - begin >= OrderPath.Most;
            bool isClick = click >= 0 && (!isFull || !hasClick || clicks[click].Key == key);
            bool isOther = other >= 0 && (!isFull || others[other].Key == key);
            if (!isClick && !isOther)
            {
                break;
            }
            bool takesClick = isClick && (!isOther || clicks[click].Key > others[other].Key);
            JourneyTouch of;
            if (takesClick)
            {
                of = clicks[click];
                click = Below(clicks, click - 1, from.Partition, canonicalMicros);
            }
            else
            {
                of = others[other];
                other = Below(others, other - 1, from.Partition, canonicalMicros);
            }
            met.Add(TouchOf(place(from.Partition, of.Subject), of.TimeMicros, of.Kind));
            hasClick |= takesClick;
            key = of.Key;
        }
        met.Reverse(begin, met.Count - begin);
        OrderPath.Trim(met);
        return isAny;
    }

    private bool Knew(string creator, ReadOnlySpan<JourneyTouch> touches, int partition, long canonicalMicros)
    {
        int last = MetTouches.LastBefore(touches, canonicalMicros);
        for (int at = last; at >= 0; at--)
        {
            if (last - at >= MostPassedOver || place(partition, touches[at].Subject).Placement.Creator == creator)
            {
                return true;
            }
        }
        return false;
    }

    private bool HasAnyOf(
        PromoCode code,
        ReadOnlySpan<JourneyTouch> touches,
        int last,
        int partition,
        long canonicalMicros
    )
    {
        for (int at = last; at >= 0; at = Below(touches, at - 1, partition, canonicalMicros))
        {
            if (code.IsOf(TouchOf(place(partition, touches[at].Subject), touches[at].TimeMicros, touches[at].Kind)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Adds the last touch that a code is of, and what ties with it.</summary>
    /// <returns>Whether there is any.</returns>
    private bool AddLastOf(
        PromoCode code,
        ReadOnlySpan<JourneyTouch> touches,
        int last,
        int partition,
        long canonicalMicros
    )
    {
        int before = met.Count;
        ulong key = 0;
        for (int at = last; at >= 0; at = Below(touches, at - 1, partition, canonicalMicros))
        {
            JourneyTouch of = touches[at];
            if (met.Count > before && of.Key != key)
            {
                break;
            }
            Touch touch = TouchOf(place(partition, of.Subject), of.TimeMicros, of.Kind);
            if (code.IsOf(touch))
            {
                met.Add(touch);
                key = of.Key;
            }
        }
        return met.Count > before;
    }

    /// <returns>The last touch not behind one that counts by the lookback of its campaign, or −1.</returns>
    private int Below(ReadOnlySpan<JourneyTouch> touches, int at, int partition, long canonicalMicros)
    {
        for (int left = MostPassedOver; left > 0; left--)
        {
            at = MetTouches.BelowCrowds(touches, at);
            if (at < 0 || !Includes(catalog.LongestLookback, touches[at]))
            {
                return -1;
            }
            if (
                !IsStruck(touches[at], partition)
                && (
                    !catalog.HasOwnLookbacks
                    || Includes(
                        catalog.LookbackOf(place(partition, touches[at].Subject).Placement.Campaign),
                        touches[at]
                    )
                )
            )
            {
                return at;
            }
            at--;
        }
        return -1;

        bool Includes(Lookback lookback, JourneyTouch touch) =>
            lookback.Includes(touch.Kind, touch.TimeMicros, canonicalMicros);
    }

    private IReadOnlyList<(long Micros, string Content)> StruckOf(in Evidence from) =>
        isAuthentic ? injected.StruckOf(from.Visitor) : [];

    private bool IsStruck(in JourneyTouch touch, int partition)
    {
        for (int at = 0; at < struck.Count; at++)
        {
            if (
                struck[at].Micros == touch.TimeMicros
                && touch.Kind.Class() == EventClass.Click
                && place(partition, touch.Subject).Subject.Content == struck[at].Content
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether a touch can stand on a path: content, or a visit by a channel that isn't direct. A stay is more time of a visit, and
    /// no other meeting: who leaves a page and comes back would be met as often.
    /// </summary>
    public static bool IsTouch(EventType kind, Subject subject) =>
        (subject.Content.Length > 0 && kind.Class() != EventClass.Stay)
        || (kind.IsVisit() && subject.Channel.Length > 0 && subject.Channel != "direct");

    private static Touch TouchOf(PlacedSubject about, long timeMicros, EventType kind) =>
        about.Subject.Content.Length > 0
            ? new Touch(timeMicros, kind, about.Placement.Campaign, about.Placement.Creator, about.Subject.Content, "")
            : new Touch(timeMicros, kind, "", "", "", about.Subject.Channel);

    /// <summary>The ordinally smallest known code on any event that decides; null: there is none.</summary>
    public string? CodeOf(SettledOrder order)
    {
        string? smallest = null;
        foreach ((_, ConversionEvent conversion) in order.Deciding)
        {
            if (
                conversion.Code.Length > 0
                && (smallest == null || string.CompareOrdinal(conversion.Code, smallest) < 0)
                && catalog.Code(conversion.Code) != null
            )
            {
                smallest = conversion.Code;
            }
        }
        return smallest;
    }
}
