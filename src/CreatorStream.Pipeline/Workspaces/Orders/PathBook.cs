using System.Text;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>What the orders of a path come to.</summary>
/// <param name="Unpriced">Those that wait for an exchange rate.</param>
public readonly record struct PathSums(long Orders, long Unpriced, Int128 RevenueMicros)
{
    public static PathSums operator +(PathSums one, PathSums other) =>
        new(one.Orders + other.Orders, one.Unpriced + other.Unpriced, one.RevenueMicros + other.RevenueMicros);
}

/// <summary>
/// The multiset of the paths of all orders that count: how often each was gone, and what it earned. It is kept by
/// differences: an order that is settled anew leaves one path and joins another.
/// </summary>
/// <param name="secret">The log's: keys the hashes by which paths are told apart.</param>
public sealed class PathBook(ulong secret, StateScope scope)
{
    /// <summary>So many paths that no order goes any more are kept at least.</summary>
    private const int LeastUnused = 1_024;

    private readonly Dictionary<PathStep, int> stepNumbers = [];
    private readonly List<PathStep> steps = [];
    private readonly List<PathStep> ofPath = [];

    /// <summary>null: no order had a path yet.</summary>
    private Table? table;
    private int unused;

    /// <summary>What tells a path from others, in this book; 0: nobody was met.</summary>
    public ulong KeyOf(OrderPath path)
    {
        ofPath.Clear();
        (PathStep? credited, bool isCut) = PathSteps.Of(path, ofPath);
        if (credited is not { } creditedStep)
        {
            return 0;
        }
        if (unused > LeastUnused && unused > table!.Rows.Count / 2)
        {
            DropUnused();
        }
        table ??= new Table(scope.Open());
        Span<int> numbers = stackalloc int[ofPath.Count];
        int creditedNumber = NumberOf(creditedStep);
        ulong key = Hash64.Combine(secret, isCut ? ~(ulong)creditedNumber : (ulong)creditedNumber);
        for (int at = 0; at < numbers.Length; at++)
        {
            numbers[at] = NumberOf(ofPath[at]);
            key = Hash64.Combine(key, (ulong)numbers[at]);
        }
        key = Math.Max(key, 1);
        int row = table.Rows.GetOrAdd(key, out bool added);
        if (added)
        {
            unused++;
            Add(table, row, numbers, creditedNumber, isCut);
        }
        return key;
    }

    /// <summary>An order goes this path, or no longer.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Add(in OrderOutcome outcome, int sign, bool authentic)
    {
        if (outcome.Path == 0)
        {
            return;
        }
        ref Row row = ref table!.Rows[table.Rows.Find(outcome.Path)];
        bool wasUsed = row.IsUsed;
        ref PathSums sums = ref authentic ? ref row.Authentic : ref row.All;
        sums += new PathSums(
            sign,
            outcome.RevenueMicros == null ? sign : 0,
            sign * (outcome.RevenueMicros ?? Int128.Zero)
        );
        unused += (wasUsed ? 1 : 0) - (row.IsUsed ? 1 : 0);
    }

    /// <summary>Names the campaigns that are met on a path, some more than once.</summary>
    public void CampaignsOf(ulong path, Action<string> name)
    {
        if (path == 0)
        {
            return;
        }
        foreach (int step in table!.StepsOf(table.Rows.Find(path)))
        {
            if (steps[step].Campaign is { Length: > 0 } campaign)
            {
                name(campaign);
            }
        }
    }

    /// <summary>The numbers of the paths on which a campaign is met. Valid until an order is settled.</summary>
    public IReadOnlyList<int> Of(string campaign) =>
        table == null ? [] : [.. table.ByCampaign.Of(KeyOf(campaign)).ToArray().Where(row => table.Rows[row].IsUsed)];

    /// <summary>Numbers of the steps of a path.</summary>
    public ReadOnlySpan<int> StepsOf(int path) => table!.StepsOf(path);

    public PathStep Step(int number) => steps[number];

    /// <summary>The number of the step that last touch credits.</summary>
    public int Credited(int path) => table!.Rows[path].Credited;

    /// <summary>Whether there were steps before those that are kept.</summary>
    public bool IsCut(int path) => table!.Rows[path].IsCut;

    /// <summary>A number by which to choose among equal paths: it follows from the names of the steps alone.</summary>
    public ulong Rank(int path) => table!.Rows[path].Rank;

    public PathSums Sums(int path, bool authentic) => authentic ? table!.Rows[path].Authentic : table!.Rows[path].All;

    private static ulong KeyOf(string name) => Hash64.Compute(Encoding.UTF8.GetBytes(name), 0);

    private static ulong HashOf(PathStep step) =>
        Hash64.Combine(Hash64.Combine(KeyOf(step.Campaign), KeyOf(step.Creator)), KeyOf(step.Channel));

    private int NumberOf(PathStep step)
    {
        if (!stepNumbers.TryGetValue(step, out int number))
        {
            stepNumbers[step] = number = steps.Count;
            steps.Add(step);
        }
        return number;
    }

    private void Add(Table to, int number, ReadOnlySpan<int> ofSteps, int credited, bool isCut)
    {
        ref Row row = ref to.Rows[number];
        to.Steps.Replace(ref row.Steps, ofSteps);
        (row.Credited, row.IsCut, row.Rank) = (credited, isCut, HashOf(steps[credited]));
        foreach (int step in ofSteps)
        {
            row.Rank = Hash64.Combine(row.Rank, HashOf(steps[step]));
            if (steps[step].Campaign is { Length: > 0 } campaign)
            {
                to.ByCampaign.Add(KeyOf(campaign), number);
            }
        }
    }

    /// <summary>Content that moves, or late touches, leave paths behind: all others go to a table of their own.</summary>
    private void DropUnused()
    {
        Table was = table!;
        var into = new Table(scope.Open());
        for (int number = 0; number < was.Rows.Count; number++)
        {
            Row row = was.Rows[number];
            if (row.IsUsed)
            {
                int added = into.Rows.GetOrAdd(was.Rows.Key(number), out _);
                Add(into, added, was.StepsOf(number), row.Credited, row.IsCut);
                (into.Rows[added].All, into.Rows[added].Authentic) = (row.All, row.Authentic);
            }
        }
        (table, unused) = (into, 0);
        was.Scope.Dispose();
    }

    private sealed class Table(StateScope scope)
    {
        public StateScope Scope => scope;

        public KeyedRows<Row> Rows { get; } = new(scope, StatePart.Orders);

        public ListArena<int> Steps { get; } = new(scope, StatePart.Orders);

        public Postings ByCampaign { get; } = new(scope, StatePart.Orders);

        public ReadOnlySpan<int> StepsOf(int number) => Steps.Items(Rows[number].Steps);
    }

    private struct Row
    {
        public ListRange Steps;
        public int Credited;
        public bool IsCut;
        public ulong Rank;
        public PathSums All;
        public PathSums Authentic;

        public readonly bool IsUsed => All.Orders != 0 || Authentic.Orders != 0;
    }
}
