namespace CreatorStream.Analytics.Sketches;

/// <summary>Selection in linear time on average (C. A. R. Hoare, Algorithm 65: Find, 1961).</summary>
internal static class QuickSelect
{
    /// <summary>
    /// The value that would stand at <paramref name="index"/> if the values were sorted. Reorders them: none before
    /// the index is greater, none after it smaller.
    /// </summary>
    public static long Nth(Span<long> values, int index)
    {
        int low = 0;
        int high = values.Length - 1;
        while (low < high)
        {
            // The middle one of three, so that values in order cost no more than others.
            long pivot = Middle(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }
                while (values[j] > pivot)
                {
                    j--;
                }
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (index <= j)
            {
                high = j;
            }
            else if (index >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }
        return values[index];
    }

    private static long Middle(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
