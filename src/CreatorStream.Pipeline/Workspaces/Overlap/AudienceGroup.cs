using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Overlap;

namespace CreatorStream.Pipeline.Workspaces.Overlap;

/// <summary>Those of whom one or several were met: the creators of a campaign, or its platforms.</summary>
public sealed class AudienceGroup(StateScope scope)
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly List<MetCounts> met = [];

    /// <summary>By two numbers, the smaller first.</summary>
    private readonly KeyedRows<PeopleCounts> pairs = new(scope, StatePart.Panes);
    private MetCounts any;

    /// <summary>People who met any.</summary>
    public MetCounts Any => any;

    /// <summary>By name, the people who met each; also such as nobody did.</summary>
    public IEnumerable<(string Name, MetCounts Met)> All => names.Zip(met);

    /// <summary>Pairs that anybody met both of.</summary>
    public IEnumerable<(string One, string Other, PeopleCounts People)> Pairs()
    {
        for (int row = 0; row < pairs.Count; row++)
        {
            PeopleCounts people = pairs[row];
            if (!people.IsZero)
            {
                ulong key = pairs.Key(row);
                yield return (names[PaneRows.SeriesOf(key)], names[PaneRows.PaneOf(key)], people);
            }
        }
    }

    public MetCounts Of(string name) => numbers.TryGetValue(name, out int number) ? met[number] : default;

    public void Add(in MetCounts deltas) => any += deltas;

    public void Add(string name, in MetCounts deltas) => met[NumberOf(name)] += deltas;

    public void Add(string one, string other, in PeopleCounts deltas)
    {
        (int a, int b) = (NumberOf(one), NumberOf(other));
        pairs[pairs.GetOrAdd(PaneRows.Key(Math.Min(a, b), Math.Max(a, b)), out _)] += deltas;
    }

    private int NumberOf(string name)
    {
        if (!numbers.TryGetValue(name, out int number))
        {
            numbers[name] = number = names.Count;
            names.Add(name);
            met.Add(default);
        }
        return number;
    }
}
