namespace CreatorStream.Analytics.Attribution;

/// <summary>What one touch gets of the credit of an order, by one model.</summary>
/// <param name="Model">Its place among the models of a workspace.</param>
/// <param name="Weight">In proportion to those of the same model.</param>
public readonly record struct Share(int Model, Credit Credit, int Weight)
{
    /// <summary>
    /// Splits an amount by weight (<see cref="LargestRemainder"/>); of equal ones the earliest touch comes first.
    /// </summary>
    /// <param name="amount">At least 0, and below 2^95: the revenue of an order is.</param>
    /// <param name="shares">Of one model, at least one, together of a weight above 0.</param>
    /// <param name="parts">One a share; they add up to the amount.</param>
    public static void Split(Int128 amount, ReadOnlySpan<Share> shares, Span<Int128> parts)
    {
        if (shares.Length == 1)
        {
            parts[0] = amount;
            return;
        }
        long[] weights = new long[shares.Length];
        for (int at = 0; at < shares.Length; at++)
        {
            weights[at] = shares[at].Weight;
        }
        LargestRemainder.Split(amount, weights, parts);
    }
}
