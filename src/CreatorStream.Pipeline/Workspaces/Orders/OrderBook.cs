using System.Text;
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

    /// <summary>The orders that a code was used for, and those that rest on the rate of a currency and day.</summary>
    private readonly Postings byCode = new(scope, StatePart.Orders);
    private readonly Postings byRate = new(scope, StatePart.Orders);
    private readonly SortedDictionary<string, long> provenCurrencies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> claimedCurrencies = new(StringComparer.Ordinal);
    private readonly List<Evidence> evidence = [];

    /// <summary>As they are now.</summary>
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
        read.Remove(visitor);
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
                    orders.MarkStale(order);
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
            orders.MarkStale(orders.GetOrAdd(rules.KeyOf(conversion)));
        }
        foreach (ConversionEvent conversion in change.Added)
        {
            Count(conversion, 1);
            int order = orders.GetOrAdd(rules.KeyOf(conversion));
            orders.AddVisitor(order, visitor);
            orders.MarkStale(order);
            if (conversion.Code.Length > 0)
            {
                byCode.Add(KeyOf(conversion.Code), order);
            }
            evidenceOf.Add(order);
        }
        visitors.SetOrders(visitor, [.. evidenceOf]);
    }

    /// <summary>Whether all orders are settled as what they rest on is by now.</summary>
    public bool AreSettled => orders.StaleCount == 0 && !claims.AreChanged;

    /// <summary>A subject is placed elsewhere: orders on whose paths it may be.</summary>
    public void Restate(int partition, int subject)
    {
        foreach (int visitor in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            foreach (int order in visitors.Orders(visitor))
            {
                orders.MarkStale(order);
            }
        }
    }

    /// <summary>A code is somebody else's: orders that it was used for.</summary>
    public void RestateCode(string code)
    {
        foreach (int order in byCode.Of(KeyOf(code)))
        {
            orders.MarkStale(order);
        }
    }

    /// <summary>A rate is another: orders whose money it is asked for.</summary>
    public void RestateRate(string currency, string day)
    {
        foreach (int order in byRate.Of(KeyOf(currency, day)))
        {
            orders.MarkStale(order);
        }
    }

    /// <summary>What every order rests on changed: the reporting currency, or how subjects are numbered.</summary>
    public void RestateAll()
    {
        for (int order = 0; order < orders.Count; order++)
        {
            orders.MarkStale(order);
        }
    }

    /// <summary>Settles what changed, some of it where that is much.</summary>
    /// <param name="claimsWait">
    /// Whether the workspace lets orders wait that nobody proved; null: they do once anybody proved a conversion in it.
    /// </param>
    /// <param name="isOver">Asked after each order.</param>
    public void Settle(bool? claimsWait, Func<bool> isOver)
    {
        bool wait = claimsWait ?? provenConversions > 0;
        if (wait != this.claimsWait)
        {
            this.claimsWait = wait;
            claims.ChangeAll();
        }
        bool goesOn = true;
        while (goesOn && orders.TryTakeStale(out int order))
        {
            Settle(order);
            goesOn = !isOver();
        }
        // The order of another claim may have moved one among the first of its visitor's day, or behind them.
        while (goesOn && claims.TryTakeChanged(out int order, out bool authentic))
        {
            Restate(order, Judge(order, orders.Outcome(order, authentic), authentic), authentic);
            goesOn = !isOver();
        }
        if (orders.StaleCount == 0)
        {
            read.Clear();
        }
    }

    private void Settle(int order)
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
        foreach ((string currency, string day) in rules.AskedRates)
        {
            byRate.Add(KeyOf(currency, day), order);
        }
        rules.AskedRates.Clear();
    }

    private static ulong KeyOf(string code) => Hash64.Compute(Encoding.UTF8.GetBytes(code), 0);

    private static ulong KeyOf(string currency, string day) => KeyOf($"{currency} {day}");

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
