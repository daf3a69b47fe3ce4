namespace CreatorStream.Analytics.Attribution;

/// <summary>Time decay: in proportion to 2^(−days before the order ÷ 7), so that a touch counts half of one a week later.</summary>
public sealed class TimeDecay : IAttributionModel
{
    private const double HalfLifeSeconds = 7 * 86_400;

    /// <summary>Of a touch at the order: as many of them as a path has come to 2^30.</summary>
    private const double Whole = 1 << 22;

    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights)
    {
        for (int at = 0; at < path.Length; at++)
        {
            double weight = Whole * Math.Pow(2, -path[at].SecondsBefore / HalfLifeSeconds);
            weights[at] = Math.Max(1, (long)Math.Round(weight));
        }
    }
}
