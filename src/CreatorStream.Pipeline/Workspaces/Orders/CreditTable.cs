using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>
/// What models give for paths. Orders that share their credit alike hold the same object, by its number, however many models
/// there are; one that no order holds any more is forgotten.
/// </summary>
public sealed class CreditTable(IReadOnlyList<IAttributionModel> models)
{
    private readonly HashSet<OrderCredit> all = new(new ByShares());
    private readonly List<OrderCredit?> byNumber = [OrderCredit.None];
    private readonly Stack<int> free = [];
    private readonly List<Share> shares = [];
    private int[] weights = [];

    /// <summary>How many there are.</summary>
    public int Count => all.Count;

    public OrderCredit this[int number] => byNumber[number]!;

    /// <summary>What the models give for a path. Forgotten with the last outcome that held it.</summary>
    public OrderCredit Of(OrderPath path)
    {
        shares.Clear();
        if (weights.Length < path.Touches.Length)
        {
            weights = new int[path.Touches.Length];
        }
        for (int model = 0; model < models.Count; model++)
        {
            Span<int> of = weights.AsSpan(0, path.Touches.Length);
            of.Clear();
            models[model].Weigh(path, of);
            AddShares(model, path.Touches, of);
        }
        ReadOnlySpan<Share> found = CollectionsMarshal.AsSpan(shares);
        if (all.GetAlternateLookup<ReadOnlySpan<Share>>().TryGetValue(found, out OrderCredit? known))
        {
            return known;
        }
        bool isFree = free.TryPop(out int number);
        var credit = new OrderCredit(found, isFree ? number : byNumber.Count);
        if (isFree)
        {
            byNumber[number] = credit;
        }
        else
        {
            byNumber.Add(credit);
        }
        all.Add(credit);
        return credit;
    }

    /// <summary>An outcome has it. None is shared by all workspaces, so nobody counts who has that.</summary>
    /// <returns>The number under which it can be had.</returns>
    public static int Hold(OrderCredit credit)
    {
        if (credit.Number != OrderCredit.None.Number)
        {
            credit.Holders++;
        }
        return credit.Number;
    }

    /// <summary>An outcome has it no longer.</summary>
    public void Release(int number)
    {
        OrderCredit credit = this[number];
        if (number != OrderCredit.None.Number && --credit.Holders == 0)
        {
            all.Remove(credit);
            byNumber[number] = null;
            free.Push(number);
        }
    }

    private void AddShares(int model, ReadOnlySpan<Touch> touches, ReadOnlySpan<int> weights)
    {
        int before = shares.Count;
        for (int at = 0; at < touches.Length; at++)
        {
            if (weights[at] > 0)
            {
                shares.Add(new Share(model, touches[at].Credit, weights[at]));
            }
        }
        if (shares.Count == before)
        {
            shares.Add(new Share(model, Credit.Unattributed, 1));
        }
    }

    private sealed class ByShares
        : IEqualityComparer<OrderCredit>,
            IAlternateEqualityComparer<ReadOnlySpan<Share>, OrderCredit>
    {
        public bool Equals(OrderCredit? x, OrderCredit? y) =>
            ReferenceEquals(x, y) || (x != null && y != null && x.Shares.SequenceEqual(y.Shares));

        public int GetHashCode([DisallowNull] OrderCredit of) => GetHashCode(of.Shares);

        public bool Equals(ReadOnlySpan<Share> alternate, OrderCredit other) => alternate.SequenceEqual(other.Shares);

        public int GetHashCode(ReadOnlySpan<Share> alternate)
        {
            var hash = new HashCode();
            foreach (Share share in alternate)
            {
                hash.Add(share);
            }
            return hash.ToHashCode();
        }

        public OrderCredit Create(ReadOnlySpan<Share> alternate) => throw new NotSupportedException();
    }
}
