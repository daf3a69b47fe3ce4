namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>Sums of counters, which may be as great as anybody says: one that is too great is the greatest that there is.</summary>
public static class CounterSum
{
    public static long Of(IEnumerable<long> counters)
    {
        Int128 sum = 0;
        foreach (long counter in counters)
        {
            sum += counter;
        }
        return (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
    }
}
