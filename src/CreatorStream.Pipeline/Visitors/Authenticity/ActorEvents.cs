using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// How many touches of each actor that is published concern each subject, and which of these numbers changed since they were
/// last taken: an actor may have very many touches, and each tick publishes what the new ones changed.
/// </summary>
public sealed class ActorEvents(VisitorState state)
{
    private readonly KeyedRows<int> counts = new(state.Scope, StatePart.Visitors);
    private readonly HashSet<int> counted = [];
    private readonly Dictionary<int, HashSet<int>> changed = [];

    /// <summary>An actor has a new touch, which is in its journey.</summary>
    public void Add(int visitor, int subject)
    {
        // Of one who is not counted yet the whole journey will be, this touch with it.
        if (counted.Contains(visitor))
        {
            Count(visitor, subject, 1);
        }
    }

    /// <summary>Touches of a visitor are about to go to its shadow: both are to be counted again.</summary>
    public void Forget(int visitor)
    {
        if (counted.Remove(visitor))
        {
            foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
            {
                Count(visitor, touch.Subject, -1);
            }
        }
    }

    /// <summary>All numbers count as changed.</summary>
    public void ChangeAll()
    {
        for (int row = 0; row < counts.Count; row++)
        {
            if (counts[row] != 0)
            {
                Change(PaneRows.SeriesOf(counts.Key(row)), PaneRows.PaneOf(counts.Key(row)));
            }
        }
    }

    /// <summary>The numbers of an actor that changed, by subject.</summary>
    public IReadOnlyDictionary<int, int> TakeChanged(int visitor)
    {
        if (counted.Add(visitor))
        {
            foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
            {
                Count(visitor, touch.Subject, 1);
            }
        }
        return changed.Remove(visitor, out HashSet<int>? subjects)
            ? subjects.ToDictionary(subject => subject, subject => counts[counts.Find(Key(visitor, subject))])
            : new Dictionary<int, int>();
    }

    private void Count(int visitor, int subject, int by)
    {
        subject = state.Subjects.PlainOf(subject);
        counts[counts.GetOrAdd(Key(visitor, subject), out _)] += by;
        Change(visitor, subject);
    }

    private void Change(int visitor, int subject)
    {
        if (!changed.TryGetValue(visitor, out HashSet<int>? subjects))
        {
            changed[visitor] = subjects = [];
        }
        subjects.Add(subject);
    }

    private static ulong Key(int visitor, int subject) => PaneRows.Key(visitor, subject);
}
