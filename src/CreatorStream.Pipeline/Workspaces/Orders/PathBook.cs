using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// The multiset of the paths of all orders that count: how often each was gone, and what it earned. It is kept by
/// differences: an order that is settled anew leaves one path and joins another.
/// </summary>
/// <param name="secret">The log's: keys the hashes by which paths are told apart.</param>
/// <param name="changed">Takes a campaign of which an order came or went, also one that only assists.</param>
public sealed class PathBook(ulong secret, StateScope scope, Action<string> changed)
{
    /// <summary>How many paths of a campaign are shown, of usually many that few orders went.</summary>
    public const int MostShown = 100;

    /// <summary>How many letters the names on them have together: strangers may choose long ones.</summary>
    public const int MostLetters = 100_000;

    /// <summary>So many paths that no order goes any more are kept at least.</summary>
    private const int LeastUnused = 1_024;

    private readonly Dictionary<PathStep, int> stepNumbers = [];
    private readonly List<Step> steps = [];
    private readonly Dictionary<string, OfCampaign> campaigns = [];
    private readonly List<PathStep> ofPath = [];

    /// <summary>null: no order had a path yet.</summary>
    private PathTable? table;
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
        table ??= new PathTable(scope.Open());
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
    public void Add(in OrderOutcome outcome, int sign, OrderSides sides)
    {
        if (outcome.Path == 0)
        {
            return;
        }
        Changes++;
        ref PathRow row = ref table!.Rows[table.Rows.Find(outcome.Path)];
        bool wasUsed = row.IsUsed;
        var sums = new PathSums(
            sign,
            outcome.RevenueMicros == null ? sign : 0,
            sign * (outcome.RevenueMicros ?? Int128.Zero)
        );
        int all = (sides & OrderSides.All) != 0 ? sign : 0;
        int authentic = (sides & OrderSides.Authentic) != 0 ? sign : 0;
        row.All += all == 0 ? default : sums;
        row.Authentic += authentic == 0 ? default : sums;
        unused += (wasUsed ? 1 : 0) - (row.IsUsed ? 1 : 0);
        ReadOnlySpan<int> ofRow = table.Steps.Items(row.Steps);
        for (int at = 0; at < ofRow.Length; at++)
        {
            Step step = steps[ofRow[at]];
            if (step.Campaign is { } campaign && !ofRow[..at].Contains(ofRow[at]))
            {
                bool isAssist = ofRow[at] != row.Credited;
                step.Shares += new PathShares(authentic, isAssist ? authentic : 0, all, isAssist ? all : 0);
                campaign.Shown = null;
                changed(step.Of.Campaign);
            }
        }
    }

    /// <summary>How often an order came or went.</summary>
    public long Changes { get; private set; }

    /// <summary>How often all paths got other numbers: they are valid until then.</summary>
    public int NumbersVersion { get; private set; }

    /// <summary>Paths have the numbers below.</summary>
    public int Rows => table?.Rows.Count ?? 0;

    /// <summary>Whether any order goes it by now.</summary>
    public bool IsUsed(int path) => table!.Rows[path].IsUsed;

    /// <summary>A hash of its steps by the log's secret: the same in every process, and nobody can choose it.</summary>
    public ulong RankOf(int path) => Hash64.Combine(secret, table!.Rows[path].Rank);

    /// <summary>How many different paths a campaign is met on.</summary>
    public int Different(string campaign) => Found(campaign).Different;

    /// <summary>The numbers of those that most orders went, the first first; what ties is chosen by names. Valid until an order is settled.</summary>
    public IReadOnlyList<int> Shown(string campaign) => Found(campaign).Numbers;

    /// <summary>The creators of a campaign who stand on paths, or stood.</summary>
    public IEnumerable<(string Creator, PathShares Shares)> Creators(string campaign) =>
        campaigns.TryGetValue(campaign, out OfCampaign? of)
            ? of
                .Steps.Select(step => (steps[step].Of.Creator, steps[step].Shares))
                .Where(shown => shown is { Creator.Length: > 0, Shares: not { RawOnPath: 0, OnPath: 0 } })
            : [];

    /// <summary>Numbers of the steps of a path.</summary>
    public ReadOnlySpan<int> StepsOf(int path) => table!.StepsOf(path);

    public PathStep StepOf(int number) => steps[number].Of;

    /// <summary>The number of the step that last touch credits.</summary>
    public int Credited(int path) => table!.Rows[path].Credited;

    /// <summary>Whether there were steps before those that are kept.</summary>
    public bool IsCut(int path) => table!.Rows[path].IsCut;

    public PathSums Sums(int path, bool authentic) => authentic ? table!.Rows[path].Authentic : table!.Rows[path].All;

    /// <summary>Looked for again where an order came or went: all paths of the campaign are walked through.</summary>
    private (int Different, int[] Numbers) Found(string campaign)
    {
        if (!campaigns.TryGetValue(campaign, out OfCampaign? of))
        {
            return (0, []);
        }
        if (of.Shown is { } known)
        {
            return known;
        }
        int different = 0;
        // The least important of those found so far comes out first.
        var found = new PriorityQueue<int, (long Authentic, long All, ulong Rank)>();
        foreach (int number in table!.ByCampaign.Of(of.Number))
        {
            ref PathRow row = ref table.Rows[number];
            if (row.IsUsed)
            {
                different++;
                (long, long, ulong) rank = (row.Authentic.Orders, row.All.Orders, row.Rank);
                if (found.Count < MostShown)
                {
                    found.Enqueue(number, rank);
                }
                else
                {
                    found.EnqueueDequeue(number, rank);
                }
            }
        }
        int[] numbers = new int[found.Count];
        for (int at = numbers.Length - 1; at >= 0; at--)
        {
            numbers[at] = found.Dequeue();
        }
        long letters = 0;
        int fit = Array.FindIndex(numbers, number => (letters += LettersOf(number)) > MostLetters);
        (int Different, int[] Numbers) shown = (different, fit < 0 ? numbers : numbers[..Math.Max(fit, 1)]);
        of.Shown = shown;
        return shown;
    }

    private int LettersOf(int path)
    {
        int letters = 0;
        foreach (int step in StepsOf(path))
        {
            PathStep of = steps[step].Of;
            letters += of.Campaign.Length + of.Creator.Length + of.Channel.Length;
        }
        return letters;
    }

    /// <summary>The same in every process.</summary>
    private static ulong HashOf(PathStep step) =>
        Hash64.Combine(
            Hash64.Combine(Hash64.Compute(step.Campaign, 0), Hash64.Compute(step.Creator, 0)),
            Hash64.Compute(step.Channel, 0)
        );

    private int NumberOf(PathStep step)
    {
        if (!stepNumbers.TryGetValue(step, out int number))
        {
            stepNumbers[step] = number = steps.Count;
            OfCampaign? campaign = step.Campaign.Length == 0 ? null : CampaignOf(step.Campaign);
            campaign?.Steps.Add(number);
            steps.Add(new Step(step, campaign));
        }
        return number;

        OfCampaign CampaignOf(string name) =>
            campaigns.TryGetValue(name, out OfCampaign? of)
                ? of
                : campaigns[name] = new OfCampaign((ulong)campaigns.Count);
    }

    private void Add(PathTable to, int number, ReadOnlySpan<int> ofSteps, int credited, bool isCut)
    {
        ref PathRow row = ref to.Rows[number];
        to.Steps.Replace(ref row.Steps, ofSteps);
        (row.Credited, row.IsCut) = (credited, isCut);
        row.Rank = Hash64.Combine(HashOf(steps[credited].Of), isCut ? 1ul : 0);
        foreach (int step in ofSteps)
        {
            row.Rank = Hash64.Combine(row.Rank, HashOf(steps[step].Of));
        }
        NoteCampaigns(to, number, ofSteps);
    }

    private void NoteCampaigns(PathTable to, int number, ReadOnlySpan<int> ofSteps)
    {
        foreach (int step in ofSteps)
        {
            if (steps[step].Campaign is { } campaign)
            {
                to.ByCampaign.Add(campaign.Number, number);
            }
        }
    }

    /// <summary>
    /// Content that moves, or late touches, leave paths behind: where these are many, all others go to a table of their own.
    /// Only between two orders: a path that was found and not yet counted would go too.
    /// </summary>
    public void DropUnused()
    {
        if (unused <= LeastUnused || unused <= table!.Rows.Count / 2)
        {
            return;
        }
        PathTable was = table;
        var into = new PathTable(scope.Open());
        for (int number = 0; number < was.Rows.Count; number++)
        {
            PathRow row = was.Rows[number];
            if (row.IsUsed)
            {
                int added = into.Rows.GetOrAdd(was.Rows.Key(number), out _);
                ReadOnlySpan<int> ofSteps = was.StepsOf(number);
                row.Steps = default;
                into.Steps.Replace(ref row.Steps, ofSteps);
                into.Rows[added] = row;
                NoteCampaigns(into, added, ofSteps);
            }
        }
        (table, unused) = (into, 0);
        NumbersVersion++;
        was.Dispose();
        foreach (OfCampaign campaign in campaigns.Values)
        {
            // Paths have other numbers now.
            campaign.Shown = null;
        }
    }

    private sealed class Step(PathStep of, OfCampaign? campaign)
    {
        public PathStep Of => of;

        public OfCampaign? Campaign => campaign;

        public PathShares Shares { get; set; }
    }

    private sealed class OfCampaign(ulong number)
    {
        public ulong Number => number;

        /// <summary>Numbers of the steps that are of it.</summary>
        public List<int> Steps { get; } = [];

        /// <summary>null: to be found anew.</summary>
        public (int Different, int[] Numbers)? Shown { get; set; }
    }
}
