using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>
/// What each model gives of all orders to everybody who stands on a path, of all time. Kept by differences: an order that is
/// settled anew takes back what its path was given, and gives again.
/// </summary>
/// <param name="changed">Takes a campaign of which somebody is credited with another amount.</param>
public sealed class CreditBook(StateScope scope, Action<string> changed)
{
    private readonly Dictionary<Credit, int> numbers = [];
    private readonly List<Credit> credited = [];

    /// <summary>By number, on how many paths it stands: one that is on none is given to the next who is credited.</summary>
    private readonly List<int> holders = [];
    private readonly Stack<int> free = [];
    private readonly Dictionary<string, HashSet<int>> byCampaign = [];
    private readonly HashSet<int> ofNoCampaign = [];
    private readonly KeyedRows<CreditSides> rows = new(scope, StatePart.Orders);

    /// <summary>The path of who met nobody.</summary>
    private readonly PathTouch[] nobodys = new PathTouch[1];

    // Of the order under way, the touches of a model behind those of another.
    private long[] weights = [];
    private Int128[] conversions = [];
    private Int128[] revenue = [];

    /// <summary>How often an order came or went.</summary>
    public long Changes { get; private set; }

    /// <summary>Orders whose buyers met nobody, of all events and of authentic ones: no model gives them to anybody.</summary>
    public (PathSums All, PathSums Authentic) MetNobody { get; private set; }

    /// <summary>How many are numbered: those on paths, and as many as stood on some at once and do so no more.</summary>
    public int Names => credited.Count;

    public Credit this[int number] => credited[number];

    /// <summary>The number of who is credited: for as long as a path has it that was added, or until the next is taken back.</summary>
    public int NumberOf(in Credit credit)
    {
        if (numbers.TryGetValue(credit, out int number))
        {
            return number;
        }
        if (free.TryPop(out number))
        {
            credited[number] = credit;
        }
        else
        {
            number = credited.Count;
            credited.Add(credit);
            holders.Add(0);
        }
        numbers[credit] = number;
        if (credit.IsUnattributed)
        {
            ofNoCampaign.Add(number);
            return number;
        }
        if (!byCampaign.TryGetValue(credit.Campaign, out HashSet<int>? of))
        {
            byCampaign[credit.Campaign] = of = [];
        }
        of.Add(number);
        return number;
    }

    /// <summary>A number was asked for to look at a path, and no more: who stands on no path that was added is forgotten.</summary>
    public void Forget(int number)
    {
        if (numbers.TryGetValue(credited[number], out int known) && known == number)
        {
            Hold(number, 0);
        }
    }

    /// <summary>A path has a number, or has it no longer: senders and the catalog may name ever others.</summary>
    private void Hold(int number, int sign)
    {
        holders[number] += sign;
        if (holders[number] > 0)
        {
            return;
        }
        Credit credit = credited[number];
        numbers.Remove(credit);
        free.Push(number);
        if (credit.IsUnattributed)
        {
            ofNoCampaign.Remove(number);
        }
        else if (byCampaign[credit.Campaign] is var of && of.Remove(number) && of.Count == 0)
        {
            byCampaign.Remove(credit.Campaign);
        }
    }

    /// <summary>
    /// Adds what an order that counts gives to those on its path, or takes it back: what is new first, since who is on no path is
    /// forgotten.
    /// </summary>
    /// <param name="path">Empty: nobody was met, and it is nobody's.</param>
    /// <param name="sign">1 or −1.</param>
    public void Add(in OrderOutcome outcome, ReadOnlySpan<PathTouch> path, int sign, OrderSides sides)
    {
        Changes++;
        if (path.IsEmpty)
        {
            AddNobodys(outcome, sign, sides);
            nobodys[0] = new PathTouch(NumberOf(Credit.Unattributed), 0, false, false);
            path = nobodys;
        }
        Share(outcome.RevenueMicros ?? 0, path);
        string? noted = null;
        for (int at = 0; at < path.Length; at++)
        {
            ref CreditSides row = ref rows[rows.GetOrAdd(KeyOf(path[at].Credit, outcome.Kind), out _)];
            if ((sides & OrderSides.All) != 0)
            {
                AddTouch(outcome, path.Length, at, sign, ref row.All);
            }
            if ((sides & OrderSides.Authentic) != 0)
            {
                AddTouch(outcome, path.Length, at, sign, ref row.Authentic);
            }
            string campaign = credited[path[at].Credit].Campaign;
            if (!ReferenceEquals(campaign, noted))
            {
                noted = campaign;
                changed(campaign);
            }
        }
        foreach (PathTouch touch in path)
        {
            Hold(touch.Credit, sign);
        }
    }

    /// <summary>Everybody of a campaign, and what they are credited with of orders of some kind; not all of it need be above 0.</summary>
    public IEnumerable<(Credit Credit, EventType Kind, CreditSides Sides)> Of(string campaign) =>
        Rows(byCampaign.GetValueOrDefault(campaign) ?? []);

    /// <summary>The same of channels, and of nobody.</summary>
    public IEnumerable<(Credit Credit, EventType Kind, CreditSides Sides)> OfNoCampaign => Rows(ofNoCampaign);

    /// <summary>Campaigns and models that give a creator revenue of authentic orders which waits for an exchange rate.</summary>
    public IReadOnlySet<(string Campaign, int Model)> Unpriced()
    {
        var unpriced = new HashSet<(string, int)>();
        foreach ((string campaign, HashSet<int> numbersOf) in byCampaign)
        {
            foreach ((Credit credit, _, CreditSides sides) in Rows(numbersOf))
            {
                for (int model = 0; model < AttributionModels.Count && credit.Creator.Length > 0; model++)
                {
                    if (sides.Authentic.Unpriced[model] != 0)
                    {
                        unpriced.Add((campaign, model));
                    }
                }
            }
        }
        return unpriced;
    }

    private IEnumerable<(Credit, EventType, CreditSides)> Rows(IReadOnlyCollection<int> of)
    {
        foreach (int number in of)
        {
            foreach (EventType kind in EventTypes.ConversionKinds)
            {
                if (rows.Find(KeyOf(number, kind)) is >= 0 and var row)
                {
                    yield return (credited[number], kind, rows[row]);
                }
            }
        }
    }

    private void AddNobodys(in OrderOutcome outcome, int sign, OrderSides sides)
    {
        var sums = new PathSums(
            sign,
            outcome.RevenueMicros == null ? sign : 0,
            sign * (outcome.RevenueMicros ?? Int128.Zero)
        );
        (PathSums all, PathSums authentic) = MetNobody;
        MetNobody = (
            (sides & OrderSides.All) != 0 ? all + sums : all,
            (sides & OrderSides.Authentic) != 0 ? authentic + sums : authentic
        );
    }

    /// <summary>Splits a conversion and its revenue by all models.</summary>
    private void Share(Int128 revenueMicros, ReadOnlySpan<PathTouch> path)
    {
        int n = path.Length;
        if (weights.Length < n * AttributionModels.Count)
        {
            weights = new long[n * AttributionModels.Count];
            conversions = new Int128[weights.Length];
            revenue = new Int128[weights.Length];
        }
        weights.AsSpan(0, n * AttributionModels.Count).Clear();
        for (int model = 0; model < AttributionModels.Count; model++)
        {
            Span<long> of = weights.AsSpan(model * n, n);
            AttributionModels.All[model].Weigh(path, of);
            LargestRemainder.Split(Micros.PerUnit, of, conversions.AsSpan(model * n, n));
            LargestRemainder.Split(revenueMicros, of, revenue.AsSpan(model * n, n));
        }
    }

    private void AddTouch(in OrderOutcome outcome, int n, int at, int sign, ref CreditRow row)
    {
        for (int model = 0; model < AttributionModels.Count; model++)
        {
            int part = (model * n) + at;
            if (weights[part] > 0)
            {
                row.Conversions[model] += sign * (long)conversions[part];
                row.Revenue[model] += sign * revenue[part];
                row.Unpriced[model] += outcome.RevenueMicros == null ? sign : 0;
            }
        }
    }

    private static ulong KeyOf(int number, EventType kind) => ((ulong)number << 6) | (ulong)kind;
}
