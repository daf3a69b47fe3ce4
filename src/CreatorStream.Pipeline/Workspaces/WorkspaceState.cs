using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces.Alerts;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Counters;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Customers;
using CreatorStream.Pipeline.Workspaces.Earned;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Groups;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Overlap;
using CreatorStream.Pipeline.Workspaces.Persons;
using CreatorStream.Pipeline.Workspaces.Probable;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// Everything known about one advertiser, merged over partitions and rolled up through the catalog. One writer.
/// </summary>
public sealed class WorkspaceState
{
    private readonly IReadOnlyDictionary<int, PartitionNumbers> numbers;
    private readonly OrderRules orderRules;
    private readonly OrderStore orderStore;
    private readonly OrderBook orders;
    private bool allChanged;

    private bool wasSettled;
    private readonly Start start;
    private readonly WaitingRates waitingRates;

    /// <param name="secret">The log's.</param>
    public WorkspaceState(
        string name,
        IReadOnlyDictionary<int, PartitionNumbers> numbers,
        StateScope scope,
        ulong secret
    )
    {
        Name = name;
        Subjects = new ContentSubjects(Place);
        this.numbers = numbers;
        orderRules = new OrderRules(Catalog, secret);
        Figures = new FigureBook(name, Catalog, numbers, scope);
        Overlap = new OverlapBook(numbers, scope, Figures.Note);
        Persons = new PersonBook(
            new PersonReach(Place, Figures),
            new PersonOverlap(Place, Catalog.PlatformMet, Overlap),
            scope
        );
        Paths = new PathBook(secret, scope, Figures.Note);
        Credits = new CreditBook(scope, Figures.Note);
        Lengths = new PathLengths(Credits);
        orderStore = new OrderStore(scope);
        var buyers = new EvidenceStore(
            (partition, touch) => OrderPathBuilder.IsTouch(touch.Kind, numbers[partition].Subjects[touch.Subject]),
            scope
        );
        InjectedClicks = new InjectedClicks(content => Catalog.Content.GetValueOrDefault(content)?.Creator, scope);
        var builder = new OrderPathBuilder(Catalog, Place, Persons, Credits, InjectedClicks);
        OrderList = new OrderList(orderStore, Credits, scope, Figures.Note);
        OrderAccounts = new OrderAccounts(orderStore, buyers, orderRules, builder, Credits, Place);
        Codes = new CodeBook(scope, code => Catalog.Code(code)?.Campaign, Figures.Note);
        orders = new OrderBook(
            orderRules,
            builder,
            Persons,
            Paths,
            buyers,
            orderStore,
            OrderList,
            Codes,
            InjectedClicks,
            Count,
            scope
        );
        Persons.Changed = orders.RestatePerson;
        InjectedClicks.Struck = orders.RestateVisitor;
        orderRules.WhoIs = Persons.WhoIs;
        Unconverted = new UnconvertedBook(scope);
        Models = new FittedPaths(Paths, Credits, Unconverted, Persons, orderStore, Place);
        Customers = new CustomerBook(scope);
        Probable = new ProbableBook(Catalog, Figures.Hours);
        Costs = new CostBook(Catalog, Figures.CreditedTo);
        Earned = new EarnedBook(Catalog, Figures);
        waitingRates = new WaitingRates(orders, Costs, Earned);
        Engagers = new EngagerBook(scope);
        start = new Start(Engagers) { Over = () => allChanged = true };
        Authenticity = new AuthenticityBook(
            name,
            (partition, subject) => Place(partition, subject).Placement.Campaign,
            Catalog.StrengthOf,
            scope
        );
        Cases = new CaseBook(Catalog, Authenticity, Engagers, InjectedClicks, Codes, Counters, Figures);
    }

    public string Name { get; }

    public WorkspaceCatalog Catalog { get; } = new();

    /// <summary>What was counted, by campaign, creator and content.</summary>
    public FigureBook Figures { get; }

    /// <summary>Which visitors are one person.</summary>
    public PersonBook Persons { get; }

    /// <summary>Which orders are of which campaign, the newest first.</summary>
    public OrderList OrderList { get; }

    /// <summary>Why they count as they do.</summary>
    public OrderAccounts OrderAccounts { get; }

    /// <summary>Which orders used which code.</summary>
    public CodeBook Codes { get; }

    /// <summary>How often a creator was given a name: views that show names are old then.</summary>
    public long NameChanges { get; private set; }

    /// <summary>The paths of all orders that count.</summary>
    public PathBook Paths { get; }

    /// <summary>What models give of these orders to whom they met.</summary>
    public CreditBook Credits { get; }

    /// <summary>How long their paths are.</summary>
    public PathLengths Lengths { get; }

    /// <summary>What visitors met who bought nothing.</summary>
    public UnconvertedBook Unconverted { get; }

    /// <summary>People by whom they met, alone and together.</summary>
    public OverlapBook Overlap { get; }

    /// <summary>The models of attribution that need all paths.</summary>
    public FittedPaths Models { get; }

    /// <summary>What publications probably brought, by no link.</summary>
    public ProbableBook Probable { get; }

    /// <summary>Who buys, and who won them.</summary>
    public CustomerBook Customers { get; }

    public CostBook Costs { get; }

    /// <summary>What activity would have cost as advertising.</summary>
    public EarnedBook Earned { get; }

    public CounterBook Counters { get; } = new();

    /// <summary>What events said of content.</summary>
    public ContentSubjects Subjects { get; }

    public AuthenticityBook Authenticity { get; }

    /// <summary>What groups of actors are found by.</summary>
    public EngagerBook Engagers { get; }

    /// <summary>Who is held to be no person, and why.</summary>
    public CaseBook Cases { get; }

    /// <summary>What people decided about alerts.</summary>
    public AlertDecisions AlertDecisions { get; } = new();

    /// <summary>Of which content orders follow clicks that look injected.</summary>
    public InjectedClicks InjectedClicks { get; }

    /// <summary>What all money in the views is in.</summary>
    public string Currency { get; private set; } = "EUR";

    /// <summary>Exchange rates that proven orders, costs up to the end of the day, or earned media value wait for; another list where they change.</summary>
    public IReadOnlyList<(string Currency, string Day)> MissingRates => waitingRates.All;

    /// <summary>What its views have badges for.</summary>
    public BadgeCauses Badges => new(MissingRates, IsStarting: !start.IsOver);

    /// <summary>What came up in panes [<paramref name="start"/>, <paramref name="end"/>), up to now; from the first pane on also what was before.</summary>
    /// <inheritdoc cref="CostBook.Accrued(string, string?, long, long, long)"/>
    public Int128? CostOf(string campaign, string? creator, int start, int end) =>
        Costs.Accrued(
            campaign,
            creator,
            start <= 0 ? 0 : Pane.StartMicros(start),
            Pane.StartMicros(end),
            Figures.GreatestMicros
        );

    public IReadOnlyList<PurposeCost> CostsByPurpose(string campaign) =>
        Costs.ByPurpose(campaign, 0, Pane.StartMicros(Figures.GreatestPane + 1), Figures.GreatestMicros);

    public PlacedSubject Place(int partition, int subject)
    {
        Subject of = numbers[partition].Subjects[subject];
        return new PlacedSubject(of, Catalog.Place(of));
    }

    public string ContentOf(int partition, int subject) => numbers[partition].Subjects[subject].Content;

    private Home HomeOf(int partition, int subject)
    {
        Subject of = numbers[partition].Subjects[subject];
        return new Home(Catalog.Place(of), Catalog.PlatformOf(of));
    }

    /// <summary>A catalog entry: what it changes is found by what it is about, and nothing else is looked at.</summary>
    public void Apply(CatalogEntry entry)
    {
        switch (entry)
        {
            case ContentEntry content:
                NoteContent(content.Id);
                IReadOnlyList<(int Partition, int Number)> subjects = Catalog.Moves(content)
                    ? Subjects.NumbersOf(content.Id)
                    : [];
                Home[] were = [.. subjects.Select(of => HomeOf(of.Partition, of.Number))];
                Probable.Put(content);
                Cases.Counters.NoteContent(content.Id);
                ContentEntry? contentWas = Catalog.Content.GetValueOrDefault(content.Id);
                Catalog.Apply(content);
                Cases.Counters.NoteContent(content.Id);
                if (content.Creator != contentWas?.Creator)
                {
                    InjectedClicks.Restate(content.Id);
                }
                if (content.PublishedMicros != contentWas?.PublishedMicros)
                {
                    Engagers.Note();
                }
                // Codes of all campaigns are compared with what their creators published anywhere.
                allChanged |= Catalog.Codes.Count > 0 && content.PublicationOf != contentWas?.PublicationOf;
                foreach (((int partition, int number), Home was) in subjects.Zip(were))
                {
                    // Who met it on another platform, too.
                    Persons.Move(partition, number);
                    Move(partition, number, was, HomeOf(partition, number));
                }
                NoteContent(content.Id);
                return;
            case WorkspaceEntry workspace
                when workspace.CodesAreTouches != (Catalog.Workspace?.CodesAreTouches ?? false):
                orders.RestateAll();
                break;
            case CampaignEntry campaign:
                CampaignEntry? campaignWas = Catalog.Campaigns.GetValueOrDefault(campaign.Id);
                if (campaign.Lookback != campaignWas?.Lookback || campaign.LeadBar != campaignWas?.LeadBar)
                {
                    orders.RestateAll();
                }
                // Its currency and time zone may be those of costs.
                waitingRates.Forget();
                Figures.Note(entry.Id);
                Catalog.Apply(campaign);
                if (campaignWas == null || campaign.Strength != campaignWas.Strength)
                {
                    Authenticity.JudgeAgain(campaign.Id);
                }
                return;
            case CreatorEntry creator:
                // Its name may also stand on paths of campaigns that it is not of.
                if (Catalog.Creators.GetValueOrDefault(entry.Id)?.Name != creator.Name)
                {
                    allChanged = true;
                    NameChanges++;
                }
                break;
            case CostEntry cost:
                waitingRates.Forget();
                Figures.Note(cost.Campaign);
                if (Catalog.Costs.TryGetValue(cost.Id, out CostEntry? before))
                {
                    Figures.Note(before.Campaign);
                }
                break;
            case CodeEntry:
                orders.RestateCode(entry.Id);
                // Each code is compared with all others.
                allChanged = true;
                break;
            case RateEntry rate:
                waitingRates.Forget();
                if (Catalog.Rates.TryGetValue(rate.Id, out RateEntry? old))
                {
                    orders.RestateRate(old.Currency, old.Day);
                }
                orders.RestateRate(rate.Currency, rate.Day);
                allChanged |= Catalog.Costs.Count > 0 || !Catalog.EmvRates.IsEmpty;
                break;
            case EmvRateEntry:
                allChanged = true;
                break;
        }
        Catalog.Apply(entry);
    }

    /// <summary>A platform's own counters.</summary>
    public void Put(CounterReading reading)
    {
        Cases.Counters.Put(reading);
        if (reading.Subject.Account.Length > 0)
        {
            Figures.Note(reading.Subject.Campaign);
        }
        else
        {
            NoteContent(reading.Subject.Content);
        }
    }

    /// <summary>What somebody decided about an alert.</summary>
    public void Put(AlertDecision decision)
    {
        AlertDecisions.Put(decision);
        Figures.Note(decision.Alert.Campaign);
    }

    /// <summary>What is shown of a content item changed, in whichever campaigns it is.</summary>
    private void NoteContent(string content)
    {
        if (Catalog.Content.GetValueOrDefault(content)?.Campaign is { } campaign)
        {
            Figures.Note(campaign);
            return;
        }
        foreach (PlacedSubject of in Subjects.Of(content))
        {
            Figures.Note(of.Placement.Campaign);
        }
    }

    /// <summary>What was counted of a subject goes where the catalog places it by now.</summary>
    private void Move(int partition, int subject, Home before, Home after)
    {
        if (after == before)
        {
            return;
        }
        Figures.Move(partition, subject, before, after);
        if (after.Placement != before.Placement)
        {
            orders.Restate(partition, subject);
            Models.NoteMove();
            Authenticity.Move(partition, subject, before.Placement.Campaign, after.Placement.Campaign);
        }
        Engagers.Note();
    }

    public void PutUnconverted(int partition, in UnconvertedRow row)
    {
        Unconverted.Put(partition, row);
        Models.Changed?.Invoke();
    }

    public void PutSplit(int partition, in SplitRow row)
    {
        Figures.Splits.Put(partition, row);
        Engagers.Note();
    }

    public void PutJourney(int partition, JourneyRow row)
    {
        orders.Put(partition, row);
        Persons.Put(partition, row);
    }

    /// <summary>A new owner of a partition begins anew: rows and numbers of before are void; journeys come again, all of them.</summary>
    public void VoidAll(int partition)
    {
        Subjects.Void(partition);
        Authenticity.Void(partition);
        Engagers.Void(partition);
        Persons.Void(partition);
        Unconverted.Void(partition);
        InjectedClicks.Void(partition);
        Overlap.Void(partition);
        // Who of those that bought nothing doesn't come again is on no path any more.
        Models.Changed?.Invoke();
        if (Figures.VoidAll(partition))
        {
            orders.RestateAll();
        }
    }

    /// <inheritdoc cref="EngagerBook.TakeInput" />
    internal GroupInput? TakeGroupInput() =>
        Engagers.TakeInput(
            Place,
            of => Catalog.PlatformMet(of.Subject),
            content => Catalog.Content.GetValueOrDefault(content)?.PublishedMicros,
            new ForeignCountries(Name, Figures)
        );

    public void Put(IReadOnlyList<FoundGroup> groups)
    {
        allChanged |= groups.Count + Engagers.Found.Count > 0;
        Cases.Put(groups);
        start.EndLook();
    }

    public void Put(CaseOverride decision)
    {
        Cases.Put(decision);
        allChanged = true;
    }

    /// <summary>Whether all orders are settled as events and the catalog are by now.</summary>
    public bool IsSettled => wasSettled && Persons.AreSettled && orders.AreSettled;

    /// <summary>Whether what was there at the start has been taken in.</summary>
    public Func<bool> HasStart
    {
        set => start.HasAll = value;
    }

    /// <inheritdoc cref="Start.Settle" />
    public bool HasSettledStart() => start.Settle(IsSettled);

    /// <summary>Settles orders that changed, some where that are many; all of them at first, for nothing is shown yet.</summary>
    /// <param name="isOver">Asked after each.</param>
    public void Settle(Func<bool> isOver)
    {
        string currency =
            Catalog.Workspace?.Currency ?? Catalog.SmallestCampaignCurrency ?? orders.SmallestCurrency ?? "EUR";
        if (currency != Currency)
        {
            Currency = currency;
            orderRules.Currency = currency;
            Costs.Currency = currency;
            Earned.Currency = currency;
            waitingRates.Forget();
            allChanged = true;
            orders.RestateAll();
        }
        isOver = wasSettled ? isOver : () => false;
        // First: orders rest on who is one person.
        long persons = Persons.Changes;
        Persons.Settle(isOver);
        if (Persons.Changes != persons)
        {
            // Who bought nothing goes by persons too, also where no order changes by it.
            Models.Changed?.Invoke();
        }
        if (Persons.AreSettled)
        {
            orders.Settle(Catalog.Workspace?.ClaimsWait, isOver);
        }
        wasSettled = true;
        HasSettledStart();
    }

    /// <summary>The campaigns whose own figures changed since the last time.</summary>
    /// <param name="timeMoved">The greatest event time is another one.</param>
    /// <param name="all">Set where what changed concerns every campaign.</param>
    public IReadOnlySet<string> TakeChanged(bool timeMoved, out bool all)
    {
        if (timeMoved)
        {
            Figures.MergeOld();
            Customers.Advance(Rfc3339.DayOf(Figures.GreatestMicros));
        }
        HashSet<string> changed = Figures.TakeChanged(out bool unattributed);
        Earned.Look(changed);
        Engagers.Look(changed);
        // They stand beside all figures.
        allChanged |= waitingRates.Find(Figures.GreatestMicros);
        changed.UnionWith(Authenticity.TakeChanged());
        changed.UnionWith(Cases.Counters.TakeChanged());
        all = allChanged || unattributed;
        allChanged = false;
        return changed;
    }

    private void Count(in OrderOutcome outcome, ReadOnlySpan<PathTouch> path, int sign, OrderSides sides)
    {
        Credit credit = path.IsEmpty ? Credit.Unattributed : Credits[path[LastTouch.Of(path)].Credit];
        Figures.AddOrder(outcome, credit, sign, sides);
        if ((sides & OrderSides.Authentic) != 0)
        {
            Customers.Add(outcome, credit, sign);
        }
        if (outcome.Counts)
        {
            Paths.Add(outcome, sign, sides);
            Lengths.Add(path, sign, sides);
            // Last: whom it takes back from everywhere has no number any more.
            Credits.Add(outcome, path, sign, sides);
            Models.Changed?.Invoke();
        }
    }
}
