using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>
/// How many touches the paths of orders have, and how long before the order they begin, by campaign that is met on them: of all
/// time. A code that decides is one touch, at the time of its creator's last.
/// </summary>
public sealed class PathLengths(CreditBook credits)
{
    private readonly Dictionary<string, Counted> campaigns = [];

    // Of the order under way.
    private readonly HashSet<string> met = [];

    /// <summary>Where each class of numbers of touches begins; it ends where the next begins.</summary>
    public static IReadOnlyList<int> Touches { get; } = [1, 2, 3, 4, 5, 10, 20];

    /// <summary>The same of hours from the first touch to the order.</summary>
    public static IReadOnlyList<int> Hours { get; } = [0, 1, 6, 24, 3 * 24, 7 * 24, 14 * 24];

    /// <summary>Adds an order that counts, or takes it back.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Add(ReadOnlySpan<PathTouch> path, int sign, OrderSides sides)
    {
        met.Clear();
        foreach (PathTouch touch in path)
        {
            met.Add(credits[touch.Credit].Campaign);
        }
        met.Remove("");
        foreach (string campaign in met)
        {
            if (!campaigns.TryGetValue(campaign, out Counted? of))
            {
                campaigns[campaign] = of = new Counted();
            }
            Add(ref of.ByTouches[ClassOf(Touches, path.Length)], sign, sides);
            Add(ref of.ByHours[ClassOf(Hours, path[0].SecondsBefore / 3_600)], sign, sides);
        }
    }

    /// <summary>Orders by class of <see cref="Touches"/>.</summary>
    public IReadOnlyList<OrderCount> ByTouches(string campaign) => Of(campaign).ByTouches;

    /// <summary>Orders by class of <see cref="Hours"/>.</summary>
    public IReadOnlyList<OrderCount> ByHours(string campaign) => Of(campaign).ByHours;

    private Counted Of(string campaign) => campaigns.GetValueOrDefault(campaign) ?? new Counted();

    private static void Add(ref OrderCount count, int sign, OrderSides sides) =>
        count = new OrderCount(
            count.All + ((sides & OrderSides.All) != 0 ? sign : 0),
            count.Authentic + ((sides & OrderSides.Authentic) != 0 ? sign : 0)
        );

    private static int ClassOf(IReadOnlyList<int> begins, int value)
    {
        int at = begins.Count - 1;
        while (begins[at] > value)
        {
            at--;
        }
        return at;
    }

    private sealed class Counted
    {
        public OrderCount[] ByTouches { get; } = new OrderCount[Touches.Count];
        public OrderCount[] ByHours { get; } = new OrderCount[Hours.Count];
    }
}

/// <summary>How many orders, of all events and of authentic ones.</summary>
public readonly record struct OrderCount(long All, long Authentic);
