using CreatorStream.Analytics.Reach;
using CreatorStream.Analytics.Sessions;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// When a visitor of a long journey met an entity: its panes, and its visits, in order of time. What lies next to a touch
/// is found by halving, however many others lie between. It follows from the journey and from what its touches count for.
/// </summary>
public sealed class MetBefore(StateScope scope)
{
    /// <summary>A journey with more touches has a place here; a shorter one is looked through.</summary>
    public const int MostLookedThrough = 256;

    private readonly KeyedRows<Row> rows = new(scope, StatePart.Journeys);
    private readonly ListArena<int> panes = new(scope, StatePart.Journeys);
    private readonly ListArena<Visit> visits = new(scope, StatePart.Journeys);

    /// <summary>By visitor, whether all of the journey is here.</summary>
    private readonly KeyedRows<bool> visitors = new(scope, StatePart.Journeys);

    public bool Has(int visitor)
    {
        int known = visitors.Find((ulong)visitor);
        return known >= 0 && visitors[known];
    }

    /// <summary>Adds a journey.</summary>
    /// <param name="but">The position of a touch that is left out.</param>
    public void Build(int visitor, JourneyTouches journey, int but, SubjectTable subjects)
    {
        visitors[visitors.GetOrAdd((ulong)visitor, out _)] = true;
        for (int position = 0; position < journey.Length; position++)
        {
            if (position != but)
            {
                Add(visitor, journey[position], subjects);
            }
        }
    }

    /// <summary>Takes a journey out, before touches go or count for others.</summary>
    /// <param name="placed">What a subject counted for at a level when it was added.</param>
    public void Drop(int visitor, JourneyTouches journey, Func<int, EntityLevel, int> placed)
    {
        if (!Has(visitor))
        {
            return;
        }
        visitors[visitors.Find((ulong)visitor)] = false;
        foreach (JourneyTouch touch in journey)
        {
            for (int level = 0; level < SubjectTable.Levels; level++)
            {
                int row = rows.Find(Key(visitor, placed(touch.Subject, (EntityLevel)level)));
                if (row >= 0)
                {
                    rows[row].Panes.Count = 0;
                    rows[row].Visits.Count = 0;
                    rows[row].Creators.Count = 0;
                    rows[row].Platforms.Count = 0;
                    rows[row].Engagements = 0;
                }
            }
        }
    }

    public void Add(int visitor, in JourneyTouch touch, SubjectTable subjects)
    {
        ReadOnlySpan<int> entities = subjects.EntitiesOf(touch.Subject);
        bool isEngagement = subjects.IsProvenEngagement(touch.Kind, touch.Subject);
        foreach (int entity in entities)
        {
            if (entity == SubjectTable.None)
            {
                continue;
            }
            ref Row row = ref rows[rows.GetOrAdd(Key(visitor, entity), out _)];
            ReadOnlySpan<int> met = panes.Items(row.Panes);
            bool isFirst = met.IsEmpty;
            row.Engagements += isEngagement ? 1 : 0;
            int at = Before(met, touch.Pane);
            if (at == met.Length || met[at] != touch.Pane)
            {
                Insert(panes, ref row.Panes, at, touch.Pane);
            }
            if (touch.Kind.IsOfSession())
            {
                at = Before(visits.Items(row.Visits), touch.TimeMicros);
                Insert(visits, ref row.Visits, at, new Visit(touch.TimeMicros, touch.EngagedMillis));
            }
            if (isFirst && entity == entities[(int)EntityLevel.Creator])
            {
                NoteFirst(visitor, entities[(int)EntityLevel.Campaign], EntityLevel.Creator, entity);
            }
            else if (isFirst && entity == entities[(int)EntityLevel.Platform])
            {
                NoteFirst(visitor, entities[(int)EntityLevel.Campaign], EntityLevel.Platform, entity);
            }
        }
    }

    /// <summary>Whom of a campaign's creators, or platforms, the visitor met: of more than can be in pairs the first that were added, one more than that.</summary>
    public ReadOnlySpan<int> Met(int visitor, int campaign, EntityLevel level)
    {
        int row = rows.Find(Key(visitor, campaign));
        return row < 0 ? [] : panes.Items(level == EntityLevel.Creator ? rows[row].Creators : rows[row].Platforms);
    }

    private void NoteFirst(int visitor, int campaign, EntityLevel level, int entity)
    {
        ref Row row = ref rows[rows.GetOrAdd(Key(visitor, campaign), out _)];
        ref ListRange met = ref level == EntityLevel.Creator ? ref row.Creators : ref row.Platforms;
        if (met.Count <= AudienceOverlap.MostInPairs)
        {
            panes.Extend(ref met, 1)[^1] = entity;
        }
    }

    /// <summary>How many proven engagements with an entity there are.</summary>
    public int Engagements(int visitor, int entity) =>
        rows.Find(Key(visitor, entity)) is >= 0 and var row ? rows[row].Engagements : 0;

    /// <summary>The panes in which the entity was met, the nearest at or before one and at or after it.</summary>
    public (int Previous, int Next) Panes(int visitor, int entity, int pane)
    {
        int row = rows.Find(Key(visitor, entity));
        if (row < 0)
        {
            return (RollingReach.None, RollingReach.None);
        }
        ReadOnlySpan<int> met = panes.Items(rows[row].Panes);
        int at = Before(met, pane);
        int next = at < met.Length ? met[at] : RollingReach.None;
        return (
            next == pane ? pane
            : at > 0 ? met[at - 1]
            : RollingReach.None,
            next
        );
    }

    /// <summary>The visits next to one that is not here yet, as far as they are of its session.</summary>
    public (NearVisit Previous, NearVisit Next) Visits(int visitor, int entity, long micros)
    {
        int row = rows.Find(Key(visitor, entity));
        if (row < 0)
        {
            return default;
        }
        ReadOnlySpan<Visit> of = visits.Items(rows[row].Visits);
        int at = Before(of, micros);
        return (Near(of, at - 1, -1, micros), Near(of, at, 1, micros));
    }

    private static NearVisit Near(ReadOnlySpan<Visit> visits, int at, int step, long micros)
    {
        if ((uint)at >= (uint)visits.Length || !VisitSessions.AreOne(visits[at].TimeMicros, micros))
        {
            return default;
        }
        int beyond = at + step;
        return new NearVisit(
            visits[at].TimeMicros,
            visits[at].EngagedMillis,
            GoesOn: (uint)beyond < (uint)visits.Length
                && VisitSessions.AreOne(visits[at].TimeMicros, visits[beyond].TimeMicros)
        );
    }

    private static ulong Key(int visitor, int entity) => PaneRows.Key(visitor, entity);

    /// <summary>How many come before one of that value.</summary>
    private static int Before<TItem, TValue>(ReadOnlySpan<TItem> sorted, TValue value)
        where TItem : IComparable<TValue>
    {
        // Mostly it comes last.
        if (sorted.Length == 0 || sorted[^1].CompareTo(value) < 0)
        {
            return sorted.Length;
        }
        int low = 0;
        for (int high = sorted.Length; low < high; )
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle].CompareTo(value) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private static void Insert<TItem>(ListArena<TItem> lists, ref ListRange list, int at, TItem item)
        where TItem : unmanaged
    {
        Span<TItem> items = lists.Extend(ref list, 1);
        items[at..^1].CopyTo(items[(at + 1)..]);
        items[at] = item;
    }

    private struct Row
    {
        public ListRange Panes;
        public ListRange Visits;

        /// <summary>Of a campaign, its creators and platforms that were met.</summary>
        public ListRange Creators;
        public ListRange Platforms;

        /// <summary>Proven ones.</summary>
        public int Engagements;
    }

    private readonly record struct Visit(long TimeMicros, int EngagedMillis) : IComparable<long>
    {
        public int CompareTo(long micros) => TimeMicros.CompareTo(micros);
    }
}
