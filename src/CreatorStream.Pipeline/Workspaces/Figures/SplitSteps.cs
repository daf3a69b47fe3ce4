using System.Runtime.InteropServices;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Splits;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// What touches came to by facets in steps of 5 minutes, as far back as panes are kept as they are. Rows are kept as they came, by step;
/// a step is rolled up through the catalog when somebody asks, and again when it has changed.
/// </summary>
public sealed class SplitSteps(
    WorkspaceCatalog catalog,
    IReadOnlyDictionary<int, PartitionNumbers> numbers,
    StateScope scope
)
{
    /// <summary>Facets are of a closed list.</summary>
    private const int FacetsBits = 12;

    private readonly Dictionary<int, OfStep> steps = [];
    private readonly List<OfStep> rolledUp = [];
    private readonly List<Facets> facets = [];
    private readonly Dictionary<Facets, int> facetsNumbers = [];
    private int firstKept;

    /// <summary>From this pane on all is known, once time has come to another: before it nothing may be asked.</summary>
    public static int KnownFrom(int greatestPane) => Pane.MinuteCut(greatestPane);

    public void Put(int partition, in SplitStepRow row)
    {
        if (row.Step < firstKept)
        {
            return;
        }
        if (!facetsNumbers.TryGetValue(row.Facets, out int number))
        {
            facetsNumbers[row.Facets] = number = facets.Count;
            facets.Add(row.Facets);
        }
        if (!steps.TryGetValue(row.Step, out OfStep? step))
        {
            steps[row.Step] = step = new OfStep(scope.Open());
        }
        step.Rows[step.Rows.GetOrAdd(Key(partition, row.Subject, number), out _)] = row.Counts;
        step.Sums = null;
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        foreach (OfStep step in steps.Values)
        {
            for (int row = 0; row < step.Rows.Count; row++)
            {
                if (PartitionOf(step.Rows.Key(row)) == partition)
                {
                    step.Rows[row] = default;
                    step.Sums = null;
                }
            }
        }
    }

    /// <summary>Subjects are placed elsewhere.</summary>
    public void Move()
    {
        foreach (OfStep step in steps.Values)
        {
            step.Sums = null;
        }
    }

    /// <summary>Drops what nobody may ask for any more.</summary>
    public void DropOld(int greatestPane)
    {
        firstKept = Step.Of(KnownFrom(greatestPane));
        foreach ((int number, OfStep step) in steps.Where(of => of.Key < firstKept).ToArray())
        {
            steps.Remove(number);
            step.Scope.Dispose();
        }
    }

    /// <summary>Adds up what a campaign, creator or content item came to by country.</summary>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <returns>By country, <see cref="StepColumns"/>; of those that somebody stated.</returns>
    public Dictionary<string, long[]> ByCountry(Entity entity, int from, int to)
    {
        var sums = new Dictionary<string, long[]>(StringComparer.Ordinal);
        for (int number = from; number < to; number++)
        {
            if (
                !steps.TryGetValue(number, out OfStep? step)
                || !SumsOf(step).TryGetValue(entity, out Dictionary<Facets, StepCounts>? countries)
            )
            {
                continue;
            }
            foreach ((Facets of, StepCounts counts) in countries)
            {
                if (!sums.TryGetValue(of.Country, out long[]? into))
                {
                    sums[of.Country] = into = new long[StepColumns.Count];
                }
                for (int column = 0; column < into.Length; column++)
                {
                    into[column] += counts[column];
                }
            }
        }
        return sums;
    }

    /// <summary>Nobody asks for a while: what was rolled up takes more room than the rows.</summary>
    public void Forget()
    {
        rolledUp.ForEach(step => step.Sums = null);
        rolledUp.Clear();
    }

    private Dictionary<Entity, Dictionary<Facets, StepCounts>> SumsOf(OfStep step)
    {
        if (step.Sums == null)
        {
            step.Sums = RollUp(step);
            rolledUp.Add(step);
        }
        return step.Sums;
    }

    private Dictionary<Entity, Dictionary<Facets, StepCounts>> RollUp(OfStep step)
    {
        var sums = new Dictionary<Entity, Dictionary<Facets, StepCounts>>();
        for (int row = 0; row < step.Rows.Count; row++)
        {
            StepCounts counts = step.Rows[row];
            if (counts.IsZero)
            {
                // Also of a partition that began anew, whose numbers are others.
                continue;
            }
            ulong key = step.Rows.Key(row);
            Subject subject = numbers[PartitionOf(key)].Subjects[PaneRows.SeriesOf(key)];
            Facets country = facets[FacetsOf(key)].OfCountry;
            foreach (Entity entity in Entity.Of(subject.Workspace, catalog.Place(subject), subject.Content))
            {
                if (!sums.TryGetValue(entity, out Dictionary<Facets, StepCounts>? of))
                {
                    sums[entity] = of = [];
                }
                ref StepCounts into = ref CollectionsMarshal.GetValueRefOrAddDefault(of, country, out _);
                into += counts;
            }
        }
        return sums;
    }

    /// <summary>In the place of the pane, partition and facets: a table for each partition and step would be mostly empty.</summary>
    private static ulong Key(int partition, int subject, int facets) =>
        PaneRows.Key(subject, (partition << FacetsBits) | facets);

    private static int PartitionOf(ulong key) => PaneRows.PaneOf(key) >> FacetsBits;

    private static int FacetsOf(ulong key) => PaneRows.PaneOf(key) & ((1 << FacetsBits) - 1);

    private sealed class OfStep(StateScope scope)
    {
        public StateScope Scope => scope;

        public KeyedRows<StepCounts> Rows { get; } = new(scope, StatePart.Panes);

        /// <summary>null: to be rolled up.</summary>
        public Dictionary<Entity, Dictionary<Facets, StepCounts>>? Sums { get; set; }
    }
}
