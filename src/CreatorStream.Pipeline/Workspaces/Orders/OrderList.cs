using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Credits;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// Which orders are listed where, by the pane of their time: with each campaign that is met on their path, or else with those
/// of no campaign – nobody's, a channel's, refunded in full, waiting claims, refunds whose order has not come. An order that
/// moves leaves its old place behind, which is passed over when the newest are looked for.
/// </summary>
/// <param name="changed">Takes a campaign whose list is another now.</param>
public sealed class OrderList(OrderStore orders, CreditBook credits, StateScope scope, Action<string> changed)
{
    /// <summary>How many are shown of a campaign.</summary>
    public const int Most = 50;

    private readonly Postings byPane = new(scope, StatePart.Orders);
    private readonly Dictionary<string, Listed> campaigns = [];

    /// <summary>Those of no campaign.</summary>
    private readonly Listed loose = new("", 0);
    private bool looseChanged;

    // Of the order under way: whom its path meets, and where it was listed before.
    private readonly HashSet<string> met = [];
    private readonly HashSet<Listed> left = [];
    private int? leftPane;

    /// <summary>How often an order of a campaign was settled anew: who keeps what follows from them can tell that it is old.</summary>
    /// <param name="campaign">null: those of no campaign.</param>
    public long Changes(string? campaign) => Find(campaign)?.Changes ?? 0;

    /// <summary>An order is about to be counted otherwise: what lists it is to be shown anew.</summary>
    public void Leave(int order)
    {
        left.Clear();
        leftPane = orders.ListedIn(order);
        if (leftPane != null)
        {
            ListedOrder place = PlaceOf(order, leftPane.Value);
            foreach (Listed list in ListsOf(order))
            {
                left.Add(list);
                list.Newest.Remove(place);
                Note(list);
            }
        }
    }

    /// <summary>It has been.</summary>
    /// <param name="micros">Its time; null: it is none.</param>
    public void Enter(int order, long? micros)
    {
        int? pane = micros is { } time ? Pane.Of(time) : null;
        orders.SetListed(order, pane);
        if (pane is { } at)
        {
            ListedOrder place = PlaceOf(order, at);
            foreach (Listed list in ListsOf(order))
            {
                if (at != leftPane || !left.Contains(list))
                {
                    byPane.Add(PaneRows.Key(list.Number, at), order);
                    list.Hours.Add(at / Pane.PerHour);
                }
                list.Newest.Add(place);
                Note(list);
            }
        }
    }

    /// <summary>Whether the list of those of no campaign became another since it was asked last.</summary>
    public bool TakeLooseChanged()
    {
        bool isChanged = looseChanged;
        looseChanged = false;
        return isChanged;
    }

    /// <summary>
    /// At least the <see cref="Most"/> newest where there are as many, and the others of the earliest pane among them: there
    /// the hash of their ids says which, where that is very many.
    /// </summary>
    /// <param name="campaign">null: those of no campaign.</param>
    public List<int> Newest(string? campaign)
    {
        var newest = new List<int>();
        if (Find(campaign) is not { } list)
        {
            return newest;
        }
        if (list.Newest.IsShort)
        {
            LookFor(list, campaign);
        }
        (int earliest, int ofEarliest) = (0, 0);
        foreach ((int pane, _, int order) in list.Newest.All)
        {
            if (newest.Count >= Most && (pane != earliest || ofEarliest >= Most))
            {
                break;
            }
            ofEarliest = pane == earliest ? ofEarliest + 1 : 1;
            earliest = pane;
            newest.Add(order);
        }
        return newest;
    }

    /// <summary>Finds the newest of a list anew: too many of them have gone.</summary>
    private void LookFor(Listed list, string? campaign)
    {
        list.Newest.Restart();
        var empty = new List<int>();
        foreach (int hour in list.Hours.Reverse())
        {
            bool isEmpty = true;
            for (int pane = ((hour + 1) * Pane.PerHour) - 1; pane >= hour * Pane.PerHour; pane--)
            {
                foreach (int order in byPane.Of(PaneRows.Key(list.Number, pane)))
                {
                    if (orders.ListedIn(order) == pane && IsOf(order, campaign))
                    {
                        list.Newest.Add(PlaceOf(order, pane));
                        isEmpty = false;
                    }
                }
                if (list.Newest.IsFull)
                {
                    list.Newest.Stop();
                    list.Hours.ExceptWith(empty);
                    return;
                }
            }
            if (isEmpty)
            {
                empty.Add(hour);
            }
        }
        // All that was there has moved: it isn't looked for again.
        list.Hours.ExceptWith(empty);
    }

    private ListedOrder PlaceOf(int order, int pane) => new(pane, orders.Key(order), order);

    private void Note(Listed list)
    {
        list.Changes++;
        if (list == loose)
        {
            looseChanged = true;
        }
        else
        {
            changed(list.Campaign);
        }
    }

    private bool IsOf(int order, string? campaign)
    {
        bool isLoose = true;
        foreach (PathTouch touch in orders.Path(order, authentic: false))
        {
            string of = credits[touch.Credit].Campaign;
            if (of == campaign)
            {
                return true;
            }
            isLoose &= of.Length == 0;
        }
        return campaign == null && isLoose;
    }

    private IEnumerable<Listed> ListsOf(int order)
    {
        met.Clear();
        foreach (PathTouch touch in orders.Path(order, authentic: false))
        {
            met.Add(credits[touch.Credit].Campaign);
        }
        met.Remove("");
        return met.Count == 0 ? [loose] : met.Select(ListOf);
    }

    private Listed? Find(string? campaign) => campaign == null ? loose : campaigns.GetValueOrDefault(campaign);

    private Listed ListOf(string campaign)
    {
        if (!campaigns.TryGetValue(campaign, out Listed? list))
        {
            campaigns[campaign] = list = new Listed(campaign, campaigns.Count + 1);
        }
        return list;
    }

    private sealed class Listed(string campaign, int number)
    {
        public string Campaign => campaign;

        public int Number => number;

        /// <summary>Since 2000, of which orders were listed.</summary>
        public SortedSet<int> Hours { get; } = [];

        public long Changes { get; set; }

        /// <summary>Up to twice as many are shown: all of the earliest pane may be.</summary>
        public NewestOrders Newest { get; } = new(2 * Most);
    }
}
