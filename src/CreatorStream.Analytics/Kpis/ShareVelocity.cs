namespace CreatorStream.Analytics.Kpis;

/// <summary>
/// What is usual of content at an age: shares by hour since publication, of content that was published before. A judgement of
/// ours: the mean of at least three other items on the same platform, which by each hour that is asked for had been out as long.
/// </summary>
public sealed class ShareVelocity
{
    /// <summary>Hours since the one of publication that are compared: later on there is hardly any sharing.</summary>
    public const int MostHours = 14 * 24;

    /// <summary>In which shares are counted: a day has one of each hour of the day.</summary>
    public const int WindowHours = 24;

    /// <summary>The mean of fewer says nothing of what is usual.</summary>
    public const int LeastOthers = 3;

    private readonly Dictionary<string, long[]> ofContent = new(StringComparer.Ordinal);
    private readonly long[] sums = new long[MostHours];
    private readonly int[] counts = new int[MostHours];

    /// <param name="shares">By hours since the one of publication, those that are over; more than <see cref="MostHours"/> are passed over.</param>
    public void Add(string content, ReadOnlySpan<long> shares)
    {
        shares = shares[..Math.Min(shares.Length, MostHours)];
        ofContent.Add(content, shares.ToArray());
        for (int hour = 0; hour < shares.Length; hour++)
        {
            sums[hour] += shares[hour];
            counts[hour]++;
        }
    }

    /// <summary>How many shares an item would have had between two ages, were it like the others.</summary>
    /// <param name="from">Hours since the one of publication, not below 0.</param>
    /// <returns>null: too few others were out as long.</returns>
    public double? Usual(string content, double from, double to)
    {
        long[] own = ofContent.GetValueOrDefault(content) ?? [];
        double usual = 0;
        for (int hour = (int)from; hour < to; hour++)
        {
            bool isOwn = hour < own.Length;
            if (hour >= MostHours || counts[hour] - (isOwn ? 1 : 0) is var others && others < LeastOthers)
            {
                return null;
            }
            double mean = (double)(sums[hour] - (isOwn ? own[hour] : 0)) / others;
            usual += mean * (Math.Min(to, hour + 1) - Math.Max(from, hour));
        }
        return usual;
    }
}
