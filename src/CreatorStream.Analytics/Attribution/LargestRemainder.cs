namespace CreatorStream.Analytics.Attribution;

/// <summary>Splits amounts to the unit: what is left over goes to the largest fractions first, of equal ones to the first.</summary>
public static class LargestRemainder
{
    /// <summary>Weights are taken to 2^52 parts of the whole, of very great amounts to fewer: both are multiplied in 127 bits.</summary>
    private const int PartBits = 52;

    private const int ProductBits = 126;

    private const int MostOnStack = OrderPath.Most;

    /// <param name="amount">At least 0, and below 2^125.</param>
    /// <param name="weights">At least 0, finite; all of them 0: nobody gets anything.</param>
    /// <returns>One a weight; they add up to the amount.</returns>
    public static Int128[] Split(Int128 amount, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }
        int bits = Math.Min(PartBits, ProductBits - (int)Int128.Log2(Int128.Max(amount, 1)) - 1);
        long[] parts = new long[weights.Length];
        for (int at = 0; at < parts.Length && sum > 0; at++)
        {
            parts[at] = (long)Math.Round(weights[at] / sum * (1L << bits));
        }
        var split = new Int128[weights.Length];
        if (parts.AsSpan().ContainsAnyExcept(0))
        {
            Split(amount, parts, split);
        }
        return split;
    }

    /// <param name="amount">At least 0, and below 2^95.</param>
    /// <param name="weights">At least 0, together above 0; with the amount no more than 127 bits.</param>
    /// <param name="parts">One a weight; they add up to the amount.</param>
    public static void Split(Int128 amount, ReadOnlySpan<long> weights, Span<Int128> parts)
    {
        long total = 0;
        foreach (long weight in weights)
        {
            total += weight;
        }
        Span<(Int128 Left, int At)> fractions =
            weights.Length <= MostOnStack
                ? stackalloc (Int128, int)[weights.Length]
                : new (Int128 Left, int At)[weights.Length];
        Int128 left = amount;
        // Nearly all amounts are small enough for 64 bits, which divide ten times as fast.
        long small = amount <= long.MaxValue / total ? (long)amount : -1;
        for (int at = 0; at < weights.Length; at++)
        {
            if (small >= 0)
            {
                (long part, long over) = Math.DivRem(small * weights[at], total);
                (parts[at], fractions[at]) = (part, (-over, at));
            }
            else
            {
                (Int128 part, Int128 over) = Int128.DivRem(amount * weights[at], total);
                (parts[at], fractions[at]) = (part, (-over, at));
            }
            left -= parts[at];
        }
        if (left == 0)
        {
            return;
        }
        // Fewer are left than there are weights.
        fractions.Sort();
        for (int next = 0; next < left; next++)
        {
            parts[fractions[next].At]++;
        }
    }
}
