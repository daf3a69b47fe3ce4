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
    private readonly Dictionary<int, OfStep> steps = [];
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
            steps[row.Step] = step = new OfStep();
        }
        if (!step.Partitions.TryGetValue(partition, out (KeyedRows<StepCounts> Rows, StateScope Scope) of))
        {
            StateScope own = scope.Open();
            step.Partitions[partition] = of = (new KeyedRows<StepCounts>(own, StatePart.Panes), own);
        }
        of.Rows[of.Rows.GetOrAdd(PaneRows.Key(row.Subject, number), out _)] = row.Counts;
        step.Sums = null;
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        foreach (OfStep step in steps.Values)
        {
            if (step.Partitions.Remove(partition, out (KeyedRows<StepCounts> Rows, StateScope Scope) of))
            {
                of.Scope.Dispose();
                step.Sums = null;
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
            foreach ((_, StateScope own) in step.Partitions.Values)
            {
                own.Dispose();
            }
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
                || !(step.Sums ??= RollUp(step)).TryGetValue(entity, out Dictionary<Facets, StepCounts>? countries)
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

    private Dictionary<Entity, Dictionary<Facets, StepCounts>> RollUp(OfStep step)
    {
        var sums = new Dictionary<Entity, Dictionary<Facets, StepCounts>>();
        foreach ((int partition, (KeyedRows<StepCounts> rows, _)) in step.Partitions)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                ulong key = rows.Key(row);
                Subject subject = numbers[partition].Subjects[PaneRows.SeriesOf(key)];
                Placement placement = catalog.Place(subject);
                foreach (Entity entity in Entity.Of(subject.Workspace, placement, subject.Content))
                {
                    if (!sums.TryGetValue(entity, out Dictionary<Facets, StepCounts>? of))
                    {
                        sums[entity] = of = [];
                    }
                    Facets country = facets[PaneRows.PaneOf(key)].OfCountry;
                    ref StepCounts into = ref CollectionsMarshal.GetValueRefOrAddDefault(of, country, out _);
                    into += rows[row];
                }
            }
        }
        return sums;
    }

    private sealed class OfStep
    {
        public Dictionary<int, (KeyedRows<StepCounts> Rows, StateScope Scope)> Partitions { get; } = [];

        /// <summary>null: to be rolled up.</summary>
        public Dictionary<Entity, Dictionary<Facets, StepCounts>>? Sums { get; set; }
    }
}
