using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Persons;

/// <summary>
/// What reach comes to less because several visitors are one person: the steps of all they met together, less those of each, which
/// their partitions have counted.
/// </summary>
/// <param name="place">By partition and number of a subject.</param>
public sealed class PersonReach(Func<int, int, PlacedSubject> place, FigureBook figures)
{
    private readonly Dictionary<Entity, int> numbers = [];
    private readonly List<Entity> entities = [];

    // Of the person under way.
    private readonly Dictionary<(int Partition, int Subject), int[]> placed = [];
    private readonly Dictionary<int, int> lastPanes = [];
    private readonly List<(int Entity, int Pane)> all = [];
    private readonly List<(int Entity, int Pane)> authentic = [];
    private readonly Dictionary<(int Entity, int Window, int Pane), (int All, int Authentic)> sums = [];

    /// <summary>Adds one of the visitors.</summary>
    /// <param name="journey">All that it met, in order of time.</param>
    public void Add(int partition, bool isInauthentic, ReadOnlySpan<JourneyTouch> journey)
    {
        lastPanes.Clear();
        foreach (JourneyTouch touch in journey)
        {
            foreach (int entity in EntitiesOf(partition, touch.Subject))
            {
                int previous = lastPanes.GetValueOrDefault(entity, RollingReach.None);
                lastPanes[entity] = touch.Pane;
                Insert(entity, previous, touch.Pane, -1, isInauthentic ? 0 : -1);
                all.Add((entity, touch.Pane));
                if (!isInauthentic)
                {
                    authentic.Add((entity, touch.Pane));
                }
            }
        }
    }

    /// <summary>What all who were added come to as one person, beyond what they come to one by one.</summary>
    public void Take(List<PersonStep> into)
    {
        AddTogether(all, 1, 0);
        AddTogether(authentic, 0, 1);
        into.Clear();
        foreach (((int entity, int window, int pane), (int sum, int ofAuthentic)) in sums)
        {
            if (sum != 0 || ofAuthentic != 0)
            {
                into.Add(new PersonStep(entity, window, pane, sum, sum - ofAuthentic));
            }
        }
        placed.Clear();
        all.Clear();
        authentic.Clear();
        sums.Clear();
    }

    /// <summary>Adds steps to the figures, or takes them back.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Apply(ReadOnlySpan<PersonStep> steps, int sign)
    {
        foreach (PersonStep step in steps)
        {
            figures.AddReach(entities[step.Entity], step.Window, step.Pane, sign * step.All, sign * step.Excluded);
        }
    }

    private void AddTogether(List<(int Entity, int Pane)> met, int countAll, int countAuthentic)
    {
        met.Sort();
        (int Entity, int Pane) last = (-1, 0);
        foreach ((int entity, int pane) in met)
        {
            int previous = last.Entity == entity ? last.Pane : RollingReach.None;
            Insert(entity, previous, pane, countAll, countAuthentic);
            last = (entity, pane);
        }
    }

    private void Insert(int entity, int previous, int pane, int countAll, int countAuthentic)
    {
        var steps = new Steps(sums, entity, countAll, countAuthentic);
        RollingReach.Insert(previous, pane, RollingReach.None, ref steps);
    }

    private int[] EntitiesOf(int partition, int subject)
    {
        if (!placed.TryGetValue((partition, subject), out int[]? of))
        {
            PlacedSubject about = place(partition, subject);
            placed[(partition, subject)] = of = [.. figures.EntitiesOf(about).Select(NumberOf)];
        }
        return of;
    }

    private int NumberOf(Entity entity)
    {
        if (!numbers.TryGetValue(entity, out int number))
        {
            numbers[entity] = number = entities.Count;
            entities.Add(entity);
        }
        return number;
    }

    private readonly struct Steps(
        Dictionary<(int Entity, int Window, int Pane), (int All, int Authentic)> sums,
        int entity,
        int countAll,
        int countAuthentic
    ) : IReachSteps
    {
        public void Begin(int windows, int pane)
        {
            for (; windows != 0; windows &= windows - 1)
            {
                Add(BitOperations.TrailingZeroCount(windows), pane, 1);
            }
        }

        public void Add(int window, int pane, int delta)
        {
            ref (int All, int Authentic) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                sums,
                (entity, window, pane),
                out _
            );
            sum = (sum.All + (delta * countAll), sum.Authentic + (delta * countAuthentic));
        }
    }
}

/// <summary>A step of rolling reach that a person of several visitors is counted for, beyond those of each.</summary>
/// <param name="Entity">Its number.</param>
public readonly record struct PersonStep(int Entity, int Window, int Pane, int All, int Excluded);
