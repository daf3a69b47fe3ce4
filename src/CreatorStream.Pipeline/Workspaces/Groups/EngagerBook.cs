using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>Raw evidence from all partitions that groups of actors are found by, and what was found last.</summary>
public sealed class EngagerBook(StateScope scope)
{
    private readonly SortedDictionary<int, OfPartition> partitions = [];
    private long changes;
    private long fittedAt;

    /// <summary>As they were when groups were looked for last.</summary>
    private ForeignCountries? foreign;

    /// <summary>Whether there is any evidence about actors.</summary>
    public bool HasAny { get; private set; }

    /// <summary>Told when there is something else to look through than there was; null: nobody asks.</summary>
    public Action? Changed { get; set; }

    /// <summary>How often a partition began anew.</summary>
    public long Voids { get; private set; }

    internal IReadOnlyDictionary<int, OfPartition> Partitions => partitions;

    /// <summary>What was found last.</summary>
    public IReadOnlyList<FoundGroup> Found { get; private set; } = [];

    public void Put(int partition, in EngagerRow row)
    {
        Of(partition).Put(row.Visitor, MemoryMarshal.Cast<byte, EngagerAct>(row.Acts.Span));
        HasAny = true;
        Note();
    }

    public void Put(int partition, in EngagedHourRow row)
    {
        Of(partition).Put(row);
        Note();
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        if (partitions.Remove(partition, out OfPartition? of))
        {
            of.Dispose();
            HasAny = partitions.Values.Any(other => other.Visitors > 0);
            changes++;
            Voids++;
            Changed?.Invoke();
        }
    }

    /// <summary>Content was placed elsewhere or on another platform, or displays came with what they say of themselves.</summary>
    public void Note()
    {
        changes++;
        // By themselves these make nobody suspect, and they come all the time.
        if (HasAny)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Something was counted, which mostly makes no difference.</summary>
    /// <param name="campaigns">In which.</param>
    public void Look(IEnumerable<string> campaigns)
    {
        if (foreign is { } before && campaigns.Any(before.IsOld))
        {
            Note();
        }
    }

    /// <summary>What groups are found from, where it is other than the last time.</summary>
    /// <param name="placeOf">Of a subject of a partition.</param>
    /// <param name="publishedOf">When content was published, microseconds since 1970; null: nobody says so.</param>
    /// <returns>null: it is not.</returns>
    internal GroupInput? TakeInput(
        Func<int, int, PlacedSubject> placeOf,
        Func<PlacedSubject, string> platformOf,
        Func<string, long?> publishedOf,
        ForeignCountries countries
    )
    {
        if (changes == fittedAt)
        {
            return null;
        }
        (fittedAt, foreign) = (changes, countries);
        return new GroupInput(this, placeOf, platformOf, publishedOf, countries);
    }

    internal void Put(IReadOnlyList<FoundGroup> found) => Found = found;

    private OfPartition Of(int partition) =>
        partitions.TryGetValue(partition, out OfPartition? of)
            ? of
            : partitions[partition] = new OfPartition(scope.Open());

    internal sealed class OfPartition(StateScope own) : IDisposable
    {
        private readonly KeyedRows<ListRange> actors = new(own, StatePart.Visitors);
        private readonly ListArena<EngagerAct> acts = new(own, StatePart.Visitors);
        private readonly KeyedRows<int> hours = new(own, StatePart.Panes);

        public int Visitors => actors.Count;

        public int Hours => hours.Count;

        public void Put(ulong visitor, ReadOnlySpan<EngagerAct> of)
        {
            ref ListRange range = ref actors[actors.GetOrAdd(visitor, out _)];
            if (of.IsEmpty)
            {
                acts.Free(ref range);
            }
            else
            {
                acts.Replace(ref range, of);
            }
        }

        public void Put(in EngagedHourRow row) =>
            hours[hours.GetOrAdd(PaneRows.Key(row.Subject, row.Hour), out _)] = row.Events;

        public ulong VisitorOf(int number) => actors.Key(number);

        /// <summary>Valid until anything is put.</summary>
        public ReadOnlySpan<EngagerAct> ActsOf(int number) => acts.Items(actors[number]);

        public EngagedHourRow HourOf(int number) =>
            new(PaneRows.SeriesOf(hours.Key(number)), PaneRows.PaneOf(hours.Key(number)), hours[number]);

        public void Dispose() => own.Dispose();
    }
}
