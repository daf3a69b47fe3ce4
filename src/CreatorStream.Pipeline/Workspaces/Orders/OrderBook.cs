using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// All orders of a workspace. A journey that comes anew restates the orders that its conversions are evidence of; the
/// change of each outcome goes to <paramref name="restate"/> (before, after, authentic or not).
/// </summary>
public sealed class OrderBook(OrderRules rules, Action<OrderOutcome, OrderOutcome, bool> restate, StateScope scope)
{
    /// <summary>Journeys kept while orders are settled: a shop may send all its orders as one visitor.</summary>
    private const int MostRead = 1_024;

    private readonly EvidenceStore visitors = new(scope);
    private readonly OrderStore orders = new(scope);
    private readonly ClaimBook claims = new(scope);
    private readonly MissingRates missing = new(scope);

    /// <summary>By partition and subject, the visitors whose journeys or conversions are about it.</summary>
    private readonly Postings bySubject = new(scope, StatePart.Orders);
    private readonly HashSet<int> changed = [];
    private readonly SortedDictionary<string, long> provenCurrencies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> claimedCurrencies = new(StringComparer.Ordinal);
    private readonly List<Evidence> evidence = [];
    private readonly Dictionary<int, Evidence> read = [];
    private long provenConversions;
    private bool claimsWait;

    /// <summary>
    /// The ordinally smallest currency of any conversion, for a workspace that named none: of claims only where nothing is
    /// proven, else a stranger would choose what all money is shown in.
    /// </summary>
    public string? SmallestCurrency =>
        provenCurrencies.Count > 0 ? provenCurrencies.First().Key
        : claimedCurrencies.Count > 0 ? claimedCurrencies.First().Key
        : null;

    /// <summary>Exchange rates that proven orders wait for.</summary>
    public IReadOnlySet<(string Currency, string Day)> MissingRates => missing.All;

    public void Put(int partition, JourneyRow journey)
    {
        int visitor = visitors.Put(partition, journey, out JourneyChange change);
        foreach (ConversionEvent conversion in change.Added)
        {
            bySubject.Add(PaneRows.Key(partition, conversion.Subject), visitor);
        }
        if (change.SinceMicros is { } since)
        {
            foreach (JourneyTouch touch in journey.Touches.Span[change.SameTouches..])
            {
                bySubject.Add(PaneRows.Key(partition, touch.Subject), visitor);
            }
            foreach (int order in visitors.Orders(visitor))
            {
                // A visitor may have thousands, and mostly a touch comes after all of them.
                if (since == long.MinValue || orders.HasPathTo(order, Pane.Of(since)))
                {
                    changed.Add(order);
                }
            }
        }
        if (change.Added.Count + change.Removed.Count == 0)
        {
            return;
        }
        HashSet<int> evidenceOf = change.Removed.Count > 0 ? [] : [.. visitors.Orders(visitor)];
        foreach (ConversionEvent conversion in change.Removed)
        {
            Count(conversion, -1);
            changed.Add(orders.GetOrAdd(rules.KeyOf(conversion)));
        }
        foreach (ConversionEvent conversion in change.Added)
        {
            Count(conversion, 1);
            int order = orders.GetOrAdd(rules.KeyOf(conversion));
            orders.AddVisitor(order, visitor);
            changed.Add(order);
            evidenceOf.Add(order);
        }
        visitors.SetOrders(visitor, [.. evidenceOf]);
    }

    /// <summary>A subject is placed elsewhere: orders on whose paths it may be.</summary>
    public void Restate(int partition, int subject)
    {
        foreach (int visitor in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            changed.UnionWith(visitors.Orders(visitor).ToArray());
        }
    }

    /// <summary>What every order rests on changed: rates, codes, the reporting currency.</summary>
    public void RestateAll() => changed.UnionWith(Enumerable.Range(0, orders.Count));

    /// <summary>Settles what changed.</summary>
    /// <param name="claimsWait">
    /// Whether the workspace lets orders wait that nobody proved; null: they do once anybody proved a conversion in it.
    /// </param>
    public void Settle(bool? claimsWait)
    {
        bool wait = claimsWait ?? provenConversions > 0;
        if (wait != this.claimsWait)
        {
            this.claimsWait = wait;
            claims.ChangeAll();
        }
        foreach (int order in changed)
        {
            evidence.Clear();
            bool anyInauthentic = false;
            foreach (int visitor in orders.Visitors(order))
            {
                Evidence of = Read(visitor);
                anyInauthentic |= of.Inauthentic;
                evidence.Add(of);
            }
            ulong key = orders.Key(order);
            OrderOutcome all = rules.Settle(evidence, key, authenticOnly: false, out Claim? claim);
            missing.Put(order, false, rules.MissingRate);
            Restate(order, all, claim, false);
            OrderOutcome authentic = anyInauthentic ? rules.Settle(evidence, key, authenticOnly: true, out claim) : all;
            missing.Put(order, true, rules.MissingRate);
            Restate(order, authentic, claim, true);
        }
        changed.Clear();
        read.Clear();
        // The order of another claim may have moved one among the first of its visitor's day, or behind them.
        foreach ((int order, bool authentic) in claims.TakeChanged())
        {
            Restate(order, Judge(order, orders.Outcome(order, authentic), authentic), authentic);
        }
    }

    private Evidence Read(int visitor)
    {
        if (!read.TryGetValue(visitor, out Evidence? of))
        {
            if (read.Count == MostRead)
            {
                read.Clear();
            }
            read[visitor] = of = visitors.Read(visitor, rules.KeyOf);
        }
        return of;
    }

    private void Restate(int order, in OrderOutcome after, Claim? claim, bool authentic)
    {
        claims.Put(order, authentic, claim);
        Restate(order, Judge(order, after, authentic), authentic);
    }

    /// <summary>Whether an order that nobody proved counts or waits.</summary>
    private OrderOutcome Judge(int order, in OrderOutcome outcome, bool authentic)
    {
        if (outcome.Proof == OrderProof.Proven)
        {
            return outcome;
        }
        bool counts =
            !claimsWait && outcome.RevenueMicros <= ClaimBounds.MostMicros && claims.IsAmongFirst(order, authentic);
        return outcome with { Proof = counts ? OrderProof.Claimed : OrderProof.Waiting };
    }

    private void Restate(int order, in OrderOutcome after, bool authentic)
    {
        OrderOutcome before = orders.Outcome(order, authentic);
        if (before != after)
        {
            restate(before, after, authentic);
            orders.SetOutcome(order, authentic, after);
        }
    }

    private void Count(ConversionEvent conversion, int sign)
    {
        if (!conversion.IsClaim && conversion.Type != EventType.Refund)
        {
            provenConversions += sign;
        }
        if (conversion.Currency.Length > 0)
        {
            (conversion.IsClaim ? claimedCurrencies : provenCurrencies).Tally(conversion.Currency, sign);
        }
    }
}
