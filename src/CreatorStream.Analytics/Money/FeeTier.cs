namespace CreatorStream.Analytics.Money;

/// <summary>What a fee is from so many conversions on.</summary>
public readonly record struct FeeTier(long From, long AmountMicros)
{
    /// <summary>The amount of the highest tier that so many conversions reach; 0 below the lowest.</summary>
    /// <param name="tiers">The lowest first.</param>
    public static long Reached(IReadOnlyList<FeeTier> tiers, long conversions)
    {
        long amount = 0;
        foreach (FeeTier tier in tiers.TakeWhile(tier => tier.From <= conversions))
        {
            amount = tier.AmountMicros;
        }
        return amount;
    }
}
