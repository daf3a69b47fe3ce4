using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.ClosingClicks;

/// <summary>
/// Finds the last click on content before each proven conversion – anybody could claim some, against whom he likes – and whether it looks injected (<see cref="ClickInjection"/>): within 30 s
/// before, by somebody who was on a page of the shop already that no content brought, with no page after it, and nothing of the
/// content or its creator ever before it. Looked at are the 256 touches before the conversion.
/// </summary>
public sealed class ClosingClickContribution(VisitorState state) : IPlacedContribution
{
    private const long SessionMicros = 30 * 60 * 1_000_000L;

    /// <summary>Of a longer journey nobody knows what was met before these.</summary>
    private const int MostLookedAt = 256;

    /// <summary>Who converts more often is a till, or a shop's own account.</summary>
    private const int MostConversionBytes = 8_192;

    private readonly HashSet<int> changed = [];

    /// <summary>Who has more conversions than are looked at: what was said of them is taken back.</summary>
    private readonly HashSet<int> left = [];

    /// <summary>By visitor and conversion, what was published.</summary>
    private readonly KeyedRows<Closing> published = new(state.Scope, StatePart.Conversions);

    /// <summary>Of the visitor under way, when each conversion was first told of.</summary>
    private readonly Dictionary<ulong, long> orders = [];
    private bool publishesAll;

    public void Add(FactBatch batch)
    {
        foreach (int row in batch.Accepted)
        {
            // What comes after all conversions is none's last click, and shows nothing of what came before.
            int visitor = batch.Visitors[row];
            if (
                batch.Converted[row]
                && (
                    !batch.Events.Types[row].IsTouch()
                    || batch.Events.TimesMicros[row] <= state.Journeys.LatestConversionMicros(visitor)
                )
            )
            {
                changed.Add(visitor);
            }
        }
    }

    public void Count(int visitor, int all, int excluded) => Rebuild(visitor);

    /// <summary>Content moves to another creator: it may have been met before.</summary>
    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed) => Rebuild(visitor);

    public void Rebuild(int visitor)
    {
        if (state.Journeys.HasConversions(visitor))
        {
            changed.Add(visitor);
        }
    }

    public void PublishAll()
    {
        publishesAll = true;
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            Rebuild(visitor);
        }
    }

    public void Publish(TickRows into)
    {
        foreach (int visitor in changed.Where(visitor => !left.Contains(visitor)))
        {
            if (state.Journeys.ConversionBytes(visitor).Length > MostConversionBytes)
            {
                left.Add(visitor);
            }
            FindOrders(visitor);
            foreach ((ulong order, long micros) in orders)
            {
                Publish(visitor, order, micros, into);
            }
        }
        changed.Clear();
        publishesAll = false;
    }

    private void Publish(int visitor, ulong order, long micros, TickRows into)
    {
        ulong hash = state.Journeys.HashOf(visitor);
        ulong key = Hash64.Combine(hash, order);
        Closing now = left.Contains(visitor) ? default : Find(visitor, micros);
        int known = published.Find(key);
        // Most orders follow no click, and nothing is kept or said of them.
        if (known < 0 ? now.ClickMicros == 0 : now == published[known] && !publishesAll)
        {
            return;
        }
        published[published.GetOrAdd(key, out _)] = now;
        into.Of(ClosingClickSection.Rows)
            .Add(
                new ClosingClickRow(
                    state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
                    hash,
                    order,
                    micros,
                    now.ClickMicros,
                    now.Subject,
                    now.IsInjected
                )
            );
    }

    /// <summary>Each proven conversion by the words that name it, or by itself; of several that name one, the first counts.</summary>
    private void FindOrders(int visitor)
    {
        orders.Clear();
        ReadOnlySpan<byte> bytes = state.Journeys.ConversionBytes(visitor);
        while (!bytes.IsEmpty)
        {
            (EventType type, bool isClaim, long micros, ulong order) = ConversionEvents.ReadMoment(ref bytes);
            if (type.IsConversion() && !isClaim && (!orders.TryGetValue(order, out long first) || micros < first))
            {
                orders[order] = micros;
            }
        }
    }

    private Closing Find(int visitor, long micros)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        int end = touches.LowerBound(TouchKey.Of(micros + 1, EventType.None));
        int least = Math.Max(0, end - MostLookedAt);
        bool sawPage = false;
        int click = end - 1;
        for (; click >= least && micros - touches[click].TimeMicros < SessionMicros; click--)
        {
            EventClass of = touches[click].Kind.Class();
            if (of == EventClass.Click && ContentOf(touches[click]).Length > 0)
            {
                int first = touches.LowerBound(touches[click].Key);
                int subject = Named(touches, first, click);
                return new Closing
                {
                    OrderMicros = micros,
                    ClickMicros = touches[click].TimeMicros,
                    Subject = subject,
                    IsInjected =
                        !sawPage
                        && least == 0
                        && micros - touches[click].TimeMicros <= ClickInjection.MostMicros
                        && WasThere(touches, first)
                        && !Met(touches, first, subject),
                };
            }
            sawPage |= of == EventClass.Visit;
        }
        return default;
    }

    /// <summary>Of clicks at one moment that of one subject, by its words: arrival decides which comes first.</summary>
    private int Named(JourneyTouches touches, int first, int last)
    {
        int named = -1;
        for (int at = first; at <= last; at++)
        {
            int subject = state.Subjects.PlainOf(touches[at].Subject);
            if (
                ContentOf(touches[at]).Length > 0
                && (named < 0 || state.Subjects.Key(subject) < state.Subjects.Key(named))
            )
            {
                named = subject;
            }
        }
        return named;
    }

    /// <summary>Whether a page of the same session came before, which no content brought.</summary>
    private bool WasThere(JourneyTouches touches, int click)
    {
        for (int at = click - 1; at >= 0 && touches[click].TimeMicros - touches[at].TimeMicros < SessionMicros; at--)
        {
            if (touches[at].Kind.Class() == EventClass.Visit && ContentOf(touches[at]).Length == 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether the content or its creator was met before.</summary>
    private bool Met(JourneyTouches touches, int click, int subject)
    {
        string content = state.Subjects.Subjects[subject].Content;
        int creator = state.Subjects.Entity(subject, EntityLevel.Creator);
        for (int at = click - 1; at >= 0; at--)
        {
            if (
                ContentOf(touches[at]) == content
                || (
                    creator != SubjectTable.None
                    && state.Subjects.Entity(touches[at].Subject, EntityLevel.Creator) == creator
                )
            )
            {
                return true;
            }
        }
        return false;
    }

    private string ContentOf(JourneyTouch touch) => state.Subjects.Subjects[touch.Subject].Content;

    /// <summary>All zeros: no click.</summary>
    private record struct Closing
    {
        public long OrderMicros;
        public long ClickMicros;
        public int Subject;
        public bool IsInjected;
    }
}
