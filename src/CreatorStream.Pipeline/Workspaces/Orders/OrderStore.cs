using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>All orders by number: the visitors who are evidence of each, and what was counted for it so far.</summary>
public sealed class OrderStore(StateScope scope)
{
    /// <summary>
    /// Anybody may claim an order, as often as he likes, and each claim is looked at whenever the order is settled: so of one that
    /// more claim, no claim tells anything.
    /// </summary>
    public const int MostClaims = 1_024;

    private readonly KeyedRows<Row> rows = new(scope, StatePart.Orders);
    private readonly ListArena<int> visitors = new(scope, StatePart.Orders);

    /// <summary>The path of all events, and behind it that of authentic ones where it is another.</summary>
    private readonly ListArena<PathTouch> paths = new(scope, StatePart.Orders);
    private readonly List<int> stale = [];

    public int Count => rows.Count;

    /// <summary>How many are to be settled anew.</summary>
    public int StaleCount => stale.Count;

    /// <summary>The number of an order, made where there is none yet.</summary>
    /// <param name="key">See OrderRules.KeyOf.</param>
    public int GetOrAdd(ulong key) => rows.GetOrAdd(key, out _);

    /// <summary>Notes that an order is to be settled anew.</summary>
    public void MarkStale(int order)
    {
        ref Row row = ref rows[order];
        if (!row.IsStale)
        {
            row.IsStale = true;
            stale.Add(order);
        }
    }

    /// <summary>Takes one that is to be settled anew: the latest, so that what happens doesn't wait for what is restated.</summary>
    public bool TryTakeStale(out int order)
    {
        if (stale.Count == 0)
        {
            order = -1;
            return false;
        }
        order = stale[^1];
        stale.RemoveAt(stale.Count - 1);
        rows[order].IsStale = false;
        return true;
    }

    /// <summary>In order of their numbers. Valid until one is added.</summary>
    public ReadOnlySpan<int> Visitors(int order) => visitors.Items(rows[order].Visitors);

    public void AddVisitor(int order, int visitor)
    {
        // Mostly it comes last. Anybody may tell of an order: of many visitors none is looked for one by one.
        ReadOnlySpan<int> known = Visitors(order);
        int at = known.Length == 0 || known[^1] < visitor ? ~known.Length : known.BinarySearch(visitor);
        if (at < 0)
        {
            Span<int> all = visitors.Extend(ref rows[order].Visitors, 1);
            all[~at..^1].CopyTo(all[(~at + 1)..]);
            all[~at] = visitor;
        }
    }

    /// <summary>Counts a claim of an order, or takes it out.</summary>
    public void CountClaim(int order, int sign) => rows[order].Claims += sign;

    /// <summary>Whether so many claim it that no claim tells anything.</summary>
    public bool HasTooManyClaims(int order) => rows[order].Claims > MostClaims;

    /// <summary>What tells an order from others.</summary>
    public ulong Key(int order) => rows.Key(order);

    public OrderOutcome Outcome(int order, bool authentic)
    {
        ref Row row = ref rows[order];
        ref Counted outcome = ref authentic ? ref row.Authentic : ref row.All;
        return outcome.IsConversion
            ? new OrderOutcome(
                true,
                outcome.Kind,
                outcome.Pane,
                outcome.Path,
                outcome.IsPriced ? new Int128(outcome.RevenueHigh, outcome.RevenueLow) : null,
                outcome.Proof,
                outcome.Customer,
                outcome.Score,
                outcome.IsQualified
            )
            : OrderOutcome.None;
    }

    /// <summary>The pane in which it is listed; null: in none.</summary>
    public int? ListedIn(int order) => rows[order].Listed is > 0 and var listed ? listed - 1 : null;

    public void SetListed(int order, int? pane) => rows[order].Listed = pane + 1 ?? 0;

    /// <summary>The touches that share its credit. Valid until an outcome is set.</summary>
    public ReadOnlySpan<PathTouch> Path(int order, bool authentic)
    {
        ref Row row = ref rows[order];
        ReadOnlySpan<PathTouch> both = paths.Items(row.Paths);
        return authentic && row.HasOwnPath ? both[row.Touches..] : both[..row.Touches];
    }

    /// <summary>Counts an order anew, and takes back what was counted of it, where it comes to something else.</summary>
    public void Replace(
        int order,
        in OrderOutcome all,
        ReadOnlySpan<PathTouch> path,
        in OrderOutcome authentic,
        ReadOnlySpan<PathTouch> authenticPath,
        OrderCounter count
    )
    {
        OrderOutcome wasAll = Outcome(order, authentic: false);
        OrderOutcome wasAuthentic = Outcome(order, authentic: true);
        ReadOnlySpan<PathTouch> were = Path(order, authentic: false);
        ReadOnlySpan<PathTouch> wereAuthentic = Path(order, authentic: true);
        if (
            wasAll == all
            && wasAuthentic == authentic
            && were.SequenceEqual(path)
            && wereAuthentic.SequenceEqual(authenticPath)
        )
        {
            return;
        }
        // First what is new: who counts keeps what both have.
        Tell(all, path, authentic, authenticPath, 1, count);
        Tell(wasAll, were, wasAuthentic, wereAuthentic, -1, count);
        ref Row row = ref rows[order];
        (row.All, row.Authentic) = (Of(all), Of(authentic));
        row.HasOwnPath = !path.SequenceEqual(authenticPath);
        row.Touches = checked((ushort)path.Length);
        paths.Replace(ref row.Paths, path);
        if (row.HasOwnPath)
        {
            authenticPath.CopyTo(paths.Extend(ref row.Paths, authenticPath.Length)[path.Length..]);
        }
    }

    private static void Tell(
        in OrderOutcome all,
        ReadOnlySpan<PathTouch> path,
        in OrderOutcome authentic,
        ReadOnlySpan<PathTouch> authenticPath,
        int sign,
        OrderCounter count
    )
    {
        if (all == authentic && path.SequenceEqual(authenticPath))
        {
            count(all, path, sign, OrderSides.Both);
            return;
        }
        count(all, path, sign, OrderSides.All);
        count(authentic, authenticPath, sign, OrderSides.Authentic);
    }

    private static Counted Of(in OrderOutcome outcome)
    {
        Int128 revenue = outcome.RevenueMicros ?? 0;
        return new Counted
        {
            Path = outcome.Path,
            RevenueLow = (ulong)(revenue & ulong.MaxValue),
            RevenueHigh = checked((uint)(revenue >> 64)),
            Pane = outcome.Pane,
            Kind = outcome.Kind,
            IsConversion = outcome.IsConversion,
            IsPriced = outcome.RevenueMicros != null,
            Proof = outcome.Proof,
            Customer = outcome.Customer,
            Score = outcome.Score,
            IsQualified = outcome.IsQualified,
        };
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        public ListRange Visitors;
        public Counted All;
        public Counted Authentic;
        public ListRange Paths;

        /// <summary>The pane in which it is listed, + 1.</summary>
        public int Listed;
        public int Claims;

        /// <summary>Of the path of all events.</summary>
        public ushort Touches;
        public bool HasOwnPath;
        public bool IsStale;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Counted
    {
        public ulong Path;
        public ulong Customer;

        /// <summary>96 bits of money: the greatest amount at the greatest rate takes 93.</summary>
        public ulong RevenueLow;
        public uint RevenueHigh;
        public int Pane;
        public EventType Kind;
        public bool IsConversion;
        public bool IsPriced;
        public OrderProof Proof;
        public byte Score;
        public bool IsQualified;
    }
}
