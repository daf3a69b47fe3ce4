namespace CreatorStream.Pipeline;

/// <summary>Counts by name, of which those of nothing are not kept.</summary>
internal static class Tallies
{
    /// <summary>Adds to a count, or takes from it.</summary>
    public static void Tally(this IDictionary<string, long> counts, string name, long by)
    {
        counts.TryGetValue(name, out long count);
        if (count + by == 0)
        {
            counts.Remove(name);
        }
        else
        {
            counts[name] = count + by;
        }
    }
}
