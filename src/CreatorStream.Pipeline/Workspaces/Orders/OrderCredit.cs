using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>Who is credited with an order by each model, and in which proportion. Equal ones are one object: see CreditTable.</summary>
public sealed class OrderCredit
{
    private readonly Share[] shares;

    internal OrderCredit(ReadOnlySpan<Share> shares, int number)
    {
        this.shares = shares.ToArray();
        Number = number;
    }

    /// <summary>Of what is no order, or waits.</summary>
    public static OrderCredit None { get; } = new([], 0);

    /// <summary>Of the first model in the order of touches, then of the next. What no touch gets is nobody's.</summary>
    public ReadOnlySpan<Share> Shares => shares;

    internal int Number { get; }

    /// <summary>How many outcomes have it.</summary>
    internal int Holders { get; set; }
}
