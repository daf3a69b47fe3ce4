using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Persons;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// All orders of a workspace. A journey that comes anew restates the orders that its conversions are evidence of; the
/// change of each outcome goes to <paramref name="count"/>.
/// </summary>
/// <param name="list">Told where each is listed.</param>
public sealed class OrderBook(
    OrderRules rules,
    OrderPathBuilder builder,
    PersonBook persons,
    PathBook paths,
    EvidenceStore visitors,
    OrderStore orders,
    OrderList list,
    CodeBook codes,
    InjectedClicks injected,
    OrderCounter count,
    StateScope scope
)
{
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

    /// <summary>Those who are one person with any who told of the order, and told nothing of it.</summary>
    private readonly List<Evidence> joined = [];

    /// <summary>Numbers of both: anybody may tell of an order.</summary>
    private readonly HashSet<int> there = [];

    // Of the order under way: of all events, and of authentic ones.
    private readonly List<PathTouch> path = [];
    private readonly List<PathTouch> authenticPath = [];

    /// <summary>Which code it used.</summary>
    private CodeUse? codeUse;

    // What a journey, or a move, concerns.
    private readonly HashSet<int> concerned = [];
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

    /// <summary>How often these became others.</summary>
    public int MissingRatesChanges => missing.Changes;

    public void Put(int partition, JourneyRow journey)
    {
        int visitor = visitors.Put(partition, journey, out JourneyChange change);
        foreach (JourneyTouch touch in change.Touches)
        {
            bySubject.Add(PaneRows.Key(partition, touch.Subject), visitor);
        }
        if (change.SinceMicros == long.MinValue)
        {
            RestateOrdersOf(visitor);
        }
        else if (change.SinceMicros is { } since)
        {
            MarkSince(visitor, since);
        }
        foreach (ConversionEvent conversion in change.Removed)
        {
            int order = orders.GetOrAdd(rules.KeyOf(conversion));
            Count(order, conversion, -1);
            orders.MarkStale(order);
            if (conversion.Type.IsLead())
            {
                MarkSince(visitor, conversion.TimeMicros);
            }
            if (IsProvenPurchase(conversion))
            {
                MarkLeads(visitor, long.MinValue, conversion.TimeMicros);
            }
        }
        foreach ((int at, ConversionEvent conversion) in change.Added)
        {
            int order = orders.GetOrAdd(rules.KeyOf(conversion));
            Count(order, conversion, 1);
            bySubject.Add(PaneRows.Key(partition, conversion.Subject), visitor);
            orders.MarkStale(order);
            if (!conversion.IsClaim || !orders.HasTooManyClaims(order))
            {
                orders.AddVisitor(order, visitor);
                visitors.AddOrder(visitor, order, at);
            }
            if (conversion.Code.Length > 0)
            {
                byCode.Add(KeyOf(conversion.Code), order);
            }
            if (conversion.Type.IsLead())
            {
                visitors.AddLead(visitor, conversion.TimeMicros, order, conversion.IsClaim);
                MarkSince(visitor, conversion.TimeMicros);
            }
            if (IsProvenPurchase(conversion))
            {
                long until = visitors.AddPurchase(visitor, conversion.TimeMicros, order);
                MarkLeads(visitor, until, conversion.TimeMicros);
            }
        }
    }

    /// <summary>A visitor is one person with others than before: its orders, and those on whose paths its touches may be.</summary>
    public void RestatePerson(ulong visitor)
    {
        if (visitors.Find(visitor) is >= 0 and var number)
        {
            RestateOrdersOf(number);
            visitors.RemovePaths(number);
        }
    }

    /// <summary>What counts of a visitor's touches is something else: its orders, and those on whose paths they may be.</summary>
    public void RestateVisitor(ulong visitor)
    {
        if (visitors.Find(visitor) is >= 0 and var number)
        {
            RestateOrdersOf(number);
        }
    }

    /// <summary>What a visitor did changed from some time on: orders whose paths end there or later.</summary>
    private void MarkSince(int visitor, long micros)
    {
        concerned.Clear();
        visitors.PathsSince(visitor, Pane.Of(micros), concerned);
        foreach (int order in concerned)
        {
            orders.MarkStale(order);
        }
    }

    /// <summary>A visitor bought, or didn't: leads within some time, for which that is a later purchase.</summary>
    private void MarkLeads(int visitor, long sinceMicros, long untilMicros)
    {
        concerned.Clear();
        visitors.PathsBetween(visitor, Pane.Of(Math.Max(0, sinceMicros)), Pane.Of(untilMicros), concerned);
        foreach (int order in concerned)
        {
            if (
                orders.Outcome(order, authentic: false).Kind.IsLead()
                || orders.Outcome(order, authentic: true).Kind.IsLead()
            )
            {
                orders.MarkStale(order);
            }
        }
    }

    private static bool IsProvenPurchase(ConversionEvent of) => of is { Type: EventType.Purchase, IsClaim: false };

    /// <summary>Whether all orders are settled as what they rest on is by now.</summary>
    public bool AreSettled => orders.StaleCount == 0 && !claims.AreChanged;

    /// <summary>A subject is placed elsewhere: orders on whose paths it may be.</summary>
    public void Restate(int partition, int subject)
    {
        foreach (int visitor in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            RestateOrdersOf(visitor);
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
        while (goesOn && !AreSettled)
        {
            if (orders.TryTakeStale(out int order))
            {
                Settle(order);
            }
            else if (claims.TryTakeChanged(out order, out bool authentic))
            {
                // That of another claim may have moved it among the first of its visitor's day, or behind them.
                OrderOutcome was = orders.Outcome(order, authentic);
                if (was.Proof != Judge(order, was, authentic).Proof)
                {
                    orders.MarkStale(order);
                }
            }
            goesOn = !isOver();
        }
    }

    private void Settle(int order)
    {
        evidence.Clear();
        bool anyInauthentic = false;
        bool withClaims = !orders.HasTooManyClaims(order);
        foreach (int visitor in orders.Visitors(order))
        {
            if (visitors.TryRead(visitor, order, withClaims, out Evidence? of))
            {
                anyInauthentic |= of.Inauthentic;
                evidence.Add(of);
            }
        }
        OrderOutcome wasAll = orders.Outcome(order, authentic: false);
        OrderOutcome wasAuthentic = orders.Outcome(order, authentic: true);
        anyInauthentic |= FindJoined();
        // Then the authentic path is another one.
        anyInauthentic |= evidence.Exists(HasStruck) || joined.Exists(HasStruck);
        SettledOrder settled = rules.Settle(evidence, authenticOnly: false);
        long? listed = settled.ListedMicros;
        NoteRates(order, settled.Value);
        OrderOutcome all = Judge(order, settled, authentic: false);
        OrderOutcome authentic;
        all = Credit(order, settled, all, authenticOnly: false, path);
        codes.Put(order, authentic: false, codeUse);
        if (anyInauthentic)
        {
            settled = rules.Settle(evidence, authenticOnly: true);
            NoteRates(order, settled.Value);
            authentic = Judge(order, settled, authentic: true);
            authentic = Credit(order, settled, authentic, authenticOnly: true, authenticPath);
        }
        else
        {
            authentic = Judge(order, settled, authentic: true);
            if (authentic.Counts && all.Counts)
            {
                authentic = authentic with { Path = all.Path, Score = all.Score, IsQualified = all.IsQualified };
                authenticPath.Clear();
                authenticPath.AddRange(path);
            }
            else
            {
                authentic = Credit(order, settled, authentic, authenticOnly: true, authenticPath);
            }
        }
        codes.Put(order, authentic: true, codeUse);
        list.Leave(order);
        orders.Replace(
            order,
            all,
            CollectionsMarshal.AsSpan(path),
            authentic,
            CollectionsMarshal.AsSpan(authenticPath),
            count
        );
        list.Enter(order, listed);
        // Also with those whose claims tell nothing any more.
        foreach (int visitor in orders.Visitors(order))
        {
            ForgetPath(visitor, order, wasAll);
            ForgetPath(visitor, order, wasAuthentic);
        }
        foreach (Evidence of in joined)
        {
            ForgetPath(of.Number, order, wasAll);
            ForgetPath(of.Number, order, wasAuthentic);
        }
        foreach (Evidence of in evidence.Concat(joined))
        {
            NotePath(of.Number, order, all);
            NotePath(of.Number, order, authentic);
        }
        paths.DropUnused();
    }

    /// <summary>Whom the visitors of an order are one person with: their touches stand on its path.</summary>
    /// <returns>Whether any of them is an inauthentic actor.</returns>
    private bool FindJoined()
    {
        joined.Clear();
        there.Clear();
        foreach (Evidence of in evidence)
        {
            there.Add(of.Number);
        }
        bool anyInauthentic = false;
        foreach (Evidence of in evidence)
        {
            foreach (int other in persons.PersonOf(of.Visitor))
            {
                int number = visitors.Find(persons.HashOf(other));
                if (number >= 0 && there.Add(number))
                {
                    Evidence with = visitors.Read(number);
                    joined.Add(with);
                    anyInauthentic |= with.Inauthentic;
                }
            }
        }
        return anyInauthentic;
    }

    private bool HasStruck(Evidence of) => injected.StruckOf(of.Visitor).Count > 0;

    private void NoteRates(int order, in OrderValue value)
    {
        foreach (string currency in value.AskedCurrencies)
        {
            byRate.Add(KeyOf(currency, value.Day), order);
        }
    }

    private static ulong KeyOf(string code) => Hash64.Compute(code, 0);

    private static ulong KeyOf(string currency, string day) => KeyOf($"{currency} {day}");

    private void RestateOrdersOf(int visitor)
    {
        concerned.Clear();
        visitors.OrdersOf(visitor, concerned);
        // Also of those who are one person with it.
        visitors.PathsSince(visitor, 0, concerned);
        foreach (int order in concerned)
        {
            orders.MarkStale(order);
        }
    }

    private void ForgetPath(int visitor, int order, in OrderOutcome outcome)
    {
        if (outcome.IsConversion)
        {
            visitors.RemovePath(visitor, order, outcome.Pane);
        }
    }

    private void NotePath(int visitor, int order, in OrderOutcome outcome)
    {
        if (outcome.Counts)
        {
            visitors.AddPath(visitor, order, outcome.Pane);
        }
    }

    /// <summary>What a settled order comes to, but for its path.</summary>
    private OrderOutcome Judge(int order, SettledOrder settled, bool authentic)
    {
        missing.Put(order, authentic, settled.MissingRate);
        claims.Put(order, authentic, settled.Claim);
        return Judge(order, settled.Outcome, authentic);
    }

    /// <summary>Finds the path of an order that counts: what waits costs no look at any.</summary>
    private OrderOutcome Credit(
        int order,
        SettledOrder settled,
        in OrderOutcome outcome,
        bool authenticOnly,
        List<PathTouch> into
    )
    {
        into.Clear();
        codeUse = null;
        if (!outcome.Counts)
        {
            return outcome;
        }
        OrderPath of = builder.Read(visitors, order, settled, authenticOnly, into);
        if (builder.Code is { } code)
        {
            codeUse = new CodeUse(
                code,
                Rfc3339.DayOf(settled.TimeMicros),
                outcome.RevenueMicros,
                builder.MetCreator,
                builder.KnewCreator,
                !builder.MetAnybody
            );
        }
        OrderOutcome credited = outcome with { Path = paths.KeyOf(of) };
        if (!outcome.Kind.IsLead())
        {
            return credited;
        }
        int score = Score(order, settled);
        string campaign = of.Last < 0 ? "" : of.Touches[of.Last].Credit.Campaign;
        return credited with { Score = (byte)score, IsQualified = rules.IsQualified(score, campaign) };
    }

    /// <summary>How good the lead is whose path was read last.</summary>
    private int Score(int order, SettledOrder settled)
    {
        bool boughtLater = false;
        foreach (int visitor in builder.People)
        {
            boughtLater |= visitors.BoughtSince(visitor, settled.TimeMicros, order);
        }
        LeadWords words = settled.Canonical is { Event: var canonical } ? canonical.Lead : default;
        return LeadQuality.Score(words, builder.EngagedMillis(visitors, settled.TimeMicros), boughtLater);
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

    private void Count(int order, ConversionEvent conversion, int sign)
    {
        if (conversion.IsClaim)
        {
            orders.CountClaim(order, sign);
        }
        if (conversion.Type == EventType.Refund)
        {
            return;
        }
        provenConversions += conversion.IsClaim ? 0 : sign;
        if (conversion.Currency.Length > 0)
        {
            (conversion.IsClaim ? claimedCurrencies : provenCurrencies).Tally(conversion.Currency, sign);
        }
    }
}
