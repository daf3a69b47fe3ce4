using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Persons;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// All paths of a workspace: those that orders went, and those of visitors who bought nothing. Copied from what goes on changing,
/// some in each turn of the loop that owns it, so that any thread may fit models to it. What changes meanwhile is of the next copy.
/// </summary>
internal sealed class FitInput : IFitInput
{
    /// <summary>
    /// So many visitors who bought nothing are copied at most, of all partitions together: enough for shares to be right within
    /// about one part in a hundred.
    /// </summary>
    public const int MostVisitors = 1 << 15;

    /// <summary>So many paths of orders are copied whole: those that most orders went. Of the others the last step is.</summary>
    public const int MostPaths = 1 << 16;

    private const int RowsPerTurn = 1 << 12;
    private const int VisitorsPerTurn = 1 << 11;

    private readonly PathBook book;
    private readonly UnconvertedBook unconverted;
    private readonly PersonPaths persons;
    private readonly Func<int, int, PlacedSubject> place;
    private readonly IEnumerator<int> filling;
    private readonly List<PathStep> steps = [];
    private readonly Dictionary<PathStep, int> numbers = [];
    private readonly List<int> items = [];
    private readonly List<(int Partition, int Subject)> ofVisitor = [];
    private readonly List<Path> paths = [];

    public FitInput(
        PathBook book,
        UnconvertedBook unconverted,
        PersonBook persons,
        OrderSample sample,
        Func<int, int, PlacedSubject> place
    )
    {
        (this.book, this.unconverted, Sample, this.place) = (book, unconverted, sample, place);
        this.persons = new PersonPaths(persons, place);
        filling = Fill().GetEnumerator();
    }

    /// <summary>All steps of all paths, one path behind another.</summary>
    public ReadOnlySpan<int> Items => CollectionsMarshal.AsSpan(items);

    /// <summary>What the numbers in <see cref="Items"/> stand for.</summary>
    public IReadOnlyList<PathStep> Steps => steps;

    public IReadOnlyList<Path> Paths => paths;

    public (string Of, int Count) Size => ("creatorstream.paths", paths.Count);

    /// <summary>The orders that intervals are drawn from.</summary>
    public OrderSample Sample { get; }

    /// <summary>How many visitors who bought nothing were looked at.</summary>
    public int Sampled { get; private set; }

    /// <summary>Those of them who are no inauthentic actors.</summary>
    public int SampledAuthentic { get; private set; }

    /// <summary>How many orders went paths of which only the last step was copied.</summary>
    public long Shortened { get; private set; }

    public bool GoOn() => !filling.MoveNext();

    private IEnumerable<int> Fill()
    {
        bool isWhole = false;
        while (!isWhole)
        {
            int version = book.NumbersVersion;
            Shortened = 0;
            items.Clear();
            paths.Clear();
            steps.Clear();
            numbers.Clear();
            var isKept = new Most(MostPaths);
            for (int row = 0; row < book.Rows && book.NumbersVersion == version; row++)
            {
                isKept.Count(book, row);
                if (row % RowsPerTurn == RowsPerTurn - 1)
                {
                    yield return row;
                }
            }
            isKept.Choose();
            var known = new Dictionary<int, int>();
            var byLast = new Dictionary<int, int>();
            for (int row = 0; row < book.Rows && book.NumbersVersion == version; row++)
            {
                AddOrders(row, isKept, known, byLast);
                if (row % RowsPerTurn == RowsPerTurn - 1)
                {
                    yield return row;
                }
            }
            // Else paths were dropped, and the others have other numbers.
            isWhole = book.NumbersVersion == version;
        }
        foreach (int turn in FillVisitors())
        {
            yield return turn;
        }
        foreach (int turn in Sample.Fill())
        {
            yield return turn;
        }
    }

    /// <summary>Those of a partition that begins anew meanwhile are of the next copy.</summary>
    private IEnumerable<int> FillVisitors()
    {
        int[] partitions = [.. unconverted.Partitions];
        int level = partitions.Select(unconverted.LevelOf).DefaultIfEmpty().Max();
        long[] byZeros = new long[VisitorSample.MostLevel + 1];
        foreach (int partition in partitions)
        {
            for (int visitor = 0; visitor < unconverted.CountOf(partition); visitor++)
            {
                if (HasPath(partition, visitor))
                {
                    byZeros[BitOperations.LeadingZeroCount(unconverted.VisitorOf(partition, visitor))]++;
                }
            }
            yield return partition;
        }
        while (byZeros.Skip(level).Sum() > MostVisitors)
        {
            level++;
        }
        foreach (int partition in partitions)
        {
            // Subjects are numbered anew by a new owner.
            int version = unconverted.VersionOf(partition);
            var known = new Dictionary<(int, int), int>();
            for (int visitor = 0; visitor < unconverted.CountOf(partition); visitor++)
            {
                if (VisitorSample.Holds(level, unconverted.VisitorOf(partition, visitor)))
                {
                    AddUnconverted(partition, visitor, level, known);
                }
                if (visitor % VisitorsPerTurn == VisitorsPerTurn - 1)
                {
                    yield return visitor;
                    if (unconverted.VersionOf(partition) != version)
                    {
                        break;
                    }
                }
            }
            yield return partition;
        }
    }

    private void AddOrders(int row, Most isKept, Dictionary<int, int> known, Dictionary<int, int> byLast)
    {
        if (!book.IsUsed(row))
        {
            return;
        }
        ReadOnlySpan<int> of = book.StepsOf(row);
        (PathSums all, PathSums authentic) = (book.Sums(row, authentic: false), book.Sums(row, authentic: true));
        int start = items.Count;
        if (!isKept.Has(book, row))
        {
            Shortened += all.Orders;
            if (byLast.TryGetValue(of[^1], out int at))
            {
                Path sum = paths[at];
                paths[at] = sum with { All = sum.All + all, Authentic = sum.Authentic + authentic };
                return;
            }
            byLast[of[^1]] = paths.Count;
            of = of[^1..];
        }
        foreach (int step in of)
        {
            if (!known.TryGetValue(step, out int number))
            {
                known[step] = number = NumberOf(book.StepOf(step));
            }
            items.Add(number);
        }
        paths.Add(new Path(start, of.Length, all, authentic, 0, 0));
    }

    /// <summary>Who has bought something since is not there in a process that begins now, nor who is one person with a buyer.</summary>
    private bool HasPath(int partition, int visitor)
    {
        ulong who = unconverted.VisitorOf(partition, visitor);
        return persons.CountsFor(who, out bool isPerson)
            && (
                isPerson
                    ? persons.Of(who, authenticOnly: false).Count > 0
                    : !unconverted.SubjectsOf(partition, visitor, out _).IsEmpty
            );
    }

    private void AddUnconverted(
        int partition,
        int visitor,
        int level,
        Dictionary<(int Partition, int Subject), int> known
    )
    {
        ulong who = unconverted.VisitorOf(partition, visitor);
        if (!persons.CountsFor(who, out bool isPerson))
        {
            return;
        }
        long weight = 1L << Math.Min(level, 62);
        if (isPerson)
        {
            // What authentic visitors of somebody met may be less than what all did.
            Sampled += AddMet(persons.Of(who, authenticOnly: false), weight, 0, who, known);
            SampledAuthentic += AddMet(persons.Of(who, authenticOnly: true), 0, weight, who, known);
            return;
        }
        ReadOnlySpan<int> met = unconverted.SubjectsOf(partition, visitor, out bool isInauthentic);
        ofVisitor.Clear();
        foreach (int subject in met)
        {
            ofVisitor.Add((partition, subject));
        }
        int added = AddMet(ofVisitor, weight, isInauthentic ? 0 : weight, who, known);
        Sampled += added;
        SampledAuthentic += isInauthentic ? 0 : added;
    }

    /// <returns>1; 0: nobody was met.</returns>
    private int AddMet(
        IReadOnlyList<(int Partition, int Subject)> met,
        long weight,
        long authenticWeight,
        ulong who,
        Dictionary<(int Partition, int Subject), int> known
    )
    {
        int start = items.Count;
        foreach ((int Partition, int Subject) subject in met)
        {
            if (!known.TryGetValue(subject, out int number))
            {
                known[subject] = number = NumberOf(StepOf(place(subject.Partition, subject.Subject)));
            }
            if (items.Count == start || items[^1] != number)
            {
                items.Add(number);
            }
        }
        if (items.Count == start)
        {
            return 0;
        }
        // Of more steps than an order's path has, the last.
        items.RemoveRange(start, Math.Max(0, items.Count - start - PathSteps.Most));
        paths.Add(new Path(start, items.Count - start, default, default, weight, authenticWeight, who));
        return 1;
    }

    private static PathStep StepOf(PlacedSubject of) =>
        of.Subject.Content.Length > 0
            ? new PathStep(of.Placement.Campaign, of.Placement.Creator, "")
            : new PathStep("", "", of.Subject.Channel);

    private int NumberOf(PathStep step)
    {
        if (!numbers.TryGetValue(step, out int number))
        {
            numbers[step] = number = steps.Count;
            steps.Add(step);
        }
        return number;
    }

    /// <summary>A path, and who went it.</summary>
    /// <param name="Start">Of its steps in <see cref="Items"/>.</param>
    /// <param name="Unconverted">Visitors who bought nothing, each as many as it stands for.</param>
    /// <param name="AuthenticUnconverted">Those of them who are no inauthentic actors.</param>
    /// <param name="Visitor">The one who bought nothing.</param>
    internal readonly record struct Path(
        int Start,
        int Length,
        PathSums All,
        PathSums Authentic,
        long Unconverted,
        long AuthenticUnconverted,
        ulong Visitor = 0
    );

    /// <summary>About so many paths as are wanted: those with the most orders, and of equals those that names say by a hash.</summary>
    private sealed class Most(int wanted)
    {
        private readonly long[] byOrders = new long[64];
        private int least;
        private ulong mostRank = ulong.MaxValue;

        public void Count(PathBook book, int row)
        {
            if (book.IsUsed(row))
            {
                byOrders[OrdersOf(book, row)]++;
            }
        }

        public void Choose()
        {
            long left = wanted;
            for (int orders = byOrders.Length - 1; orders >= 0; orders--)
            {
                if (byOrders[orders] > left)
                {
                    least = orders;
                    mostRank = (ulong)(left / (double)byOrders[orders] * ulong.MaxValue);
                    return;
                }
                left -= byOrders[orders];
            }
        }

        public bool Has(PathBook book, int row)
        {
            int orders = OrdersOf(book, row);
            return orders > least || (orders == least && book.RankOf(row) <= mostRank);
        }

        /// <summary>Authentic ones before others: inauthentic actors, however many, push nobody's path out.</summary>
        private int OrdersOf(PathBook book, int row) =>
            (int)Math.Min(book.Sums(row, authentic: true).Orders, byOrders.Length - 1);
    }
}
