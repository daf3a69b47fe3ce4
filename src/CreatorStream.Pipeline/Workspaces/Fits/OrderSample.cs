using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// Orders of authentic events, with their paths, from which intervals are drawn: all of a workspace, or where they are more
/// than <see cref="Most"/>, those whose hashes begin with so many zeros as make them that few.
/// </summary>
internal sealed class OrderSample(OrderStore orders, CreditBook credits)
{
    /// <summary>How far an interval reaches is right within a few parts in a hundred for whoever has a hundred of them.</summary>
    public const int Most = 1 << 14;

    /// <summary>Their paths have so many touches together at most: senders may make up a creator for each.</summary>
    public const int MostTouches = 1 << 18;

    private const int RowsPerTurn = 1 << 13;

    private readonly List<Order> sample = [];
    private readonly List<PathTouch> touches = [];
    private readonly Dictionary<int, Credit> names = [];

    /// <summary>How many there are in all.</summary>
    public long Of { get; private set; }

    /// <summary>Whether any of them waits for an exchange rate on whose path anybody stands.</summary>
    public bool IsAnyUnpriced { get; private set; }

    /// <summary>The same of what a model of <see cref="AttributionModels"/> gives to creators, also of orders that are not in the sample.</summary>
    public IReadOnlySet<(string Campaign, int Model)> Unpriced { get; private set; } = new HashSet<(string, int)>();

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<Order> Orders => sample;

    public ReadOnlySpan<PathTouch> PathOf(Order order) =>
        CollectionsMarshal.AsSpan(touches).Slice(order.Start, order.Length);

    /// <summary>Who is credited, by the number in a touch.</summary>
    public Credit NameOf(int credit) => names[credit];

    /// <summary>Copies some more with each step. Only the loop that owns the orders may.</summary>
    public IEnumerable<int> Fill()
    {
        var byZeros = new (long Orders, long Touches)[65];
        for (int order = 0; order < orders.Count; order++)
        {
            OrderOutcome outcome = orders.Outcome(order, authentic: true);
            if (outcome.Counts)
            {
                int met = orders.Path(order, authentic: true).Length;
                ref (long Orders, long Touches) like = ref byZeros[ZerosOf(order)];
                like = (like.Orders + 1, like.Touches + met);
                Of++;
                IsAnyUnpriced |= met > 0 && outcome.RevenueMicros == null;
            }
            if (order % RowsPerTurn == RowsPerTurn - 1)
            {
                yield return order;
            }
        }
        int level = 0;
        for (
            (long left, long touched) = (Of, byZeros.Sum(of => of.Touches));
            left > Most || touched > MostTouches;
            level++
        )
        {
            (left, touched) = (left - byZeros[level].Orders, touched - byZeros[level].Touches);
        }
        for (int order = 0; order < orders.Count; order++)
        {
            if (ZerosOf(order) >= level)
            {
                Add(order);
            }
            if (order % RowsPerTurn == RowsPerTurn - 1)
            {
                yield return order;
            }
        }
        sample.Sort((a, b) => a.Id.CompareTo(b.Id));
        if (IsAnyUnpriced)
        {
            Unpriced = credits.Unpriced();
        }
    }

    private void Add(int order)
    {
        OrderOutcome outcome = orders.Outcome(order, authentic: true);
        if (!outcome.Counts)
        {
            return;
        }
        ReadOnlySpan<PathTouch> path = orders.Path(order, authentic: true);
        foreach (PathTouch touch in path)
        {
            names.TryAdd(touch.Credit, credits[touch.Credit]);
        }
        double revenue = (double)(outcome.RevenueMicros ?? 0) / Micros.PerUnit;
        sample.Add(new Order(orders.Key(order), revenue, touches.Count, path.Length));
        touches.AddRange(path);
    }

    /// <summary>Keys are hashes that nobody can choose; those of this sample shall be no others' elsewhere.</summary>
    private int ZerosOf(int order) => BitOperations.LeadingZeroCount(Hash64.Combine(orders.Key(order), 0));

    /// <param name="Id">A hash of the order's own id.</param>
    /// <param name="Revenue">In units of the reporting currency; 0 while it waits for a rate.</param>
    /// <param name="Start">Of its touches.</param>
    internal readonly record struct Order(ulong Id, double Revenue, int Start, int Length);
}
