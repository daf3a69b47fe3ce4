namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// By how much a platform rounds a counter, as its readings show it. Costs a sort of them once, and a search for each count.
/// </summary>
internal sealed class CounterRounding
{
    /// <summary>From the greatest.</summary>
    private readonly long[] values;

    /// <summary>By index, the greatest power of ten that divides the value and all greater ones.</summary>
    private readonly long[] steps;

    public CounterRounding(IEnumerable<long> readings)
    {
        values = [.. readings.OrderDescending()];
        steps = new long[values.Length];
        long step = 1_000_000_000_000_000_000;
        for (int i = 0; i < values.Length; i++)
        {
            while (values[i] % step != 0)
            {
                step /= 10;
            }
            steps[i] = step;
        }
    }

    /// <summary>
    /// The greatest power of ten that divides every reading at least as great as a count; 0 where they are exact. Smaller readings tell
    /// nothing of it, since platforms round the more the greater a count: to three digits, or from "999K" to "1.1M". Two digits are
    /// always left: platforms show as many, and a round count that stays must not hide how it came.
    /// </summary>
    /// <param name="count">One of the readings.</param>
    public long Of(long count)
    {
        // Behind the last that is at least as great.
        int low = 0;
        for (int high = values.Length; low < high; )
        {
            int middle = (low + high) / 2;
            (low, high) = values[middle] >= count ? (middle + 1, high) : (low, middle);
        }
        long divides = low == 0 ? 1 : steps[low - 1];
        long step = 1;
        while (step < divides && count / 100 >= step)
        {
            step *= 10;
        }
        return step == 1 ? 0 : step;
    }
}
