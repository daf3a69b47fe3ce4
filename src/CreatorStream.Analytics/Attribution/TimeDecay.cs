namespace CreatorStream.Analytics.Attribution;

/// <summary>Time decay: in proportion to 2^(−days before the order ÷ 7), so that a touch counts half of one a week later.</summary>
public sealed class TimeDecay : IAttributionModel
{
    private const int HalfLifeSeconds = 7 * 86_400;

    /// <summary>Of a touch at the order: as many of them as a path has come to 2^30.</summary>
    private const double Whole = 1 << 22;

    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights)
    {
        int newest = int.MaxValue;
        foreach (PathTouch touch in path)
        {
            newest = Math.Min(newest, touch.SecondsBefore);
        }
        // Half-lives that all touches lie back change no proportion, and would make the weights of old touches all the same.
        int all = newest / HalfLifeSeconds * HalfLifeSeconds;
        for (int at = 0; at < path.Length; at++)
        {
            double halfLives = (double)(path[at].SecondsBefore - all) / HalfLifeSeconds;
            weights[at] = Math.Max(1, (long)Math.Round(Whole * Math.Pow(2, -halfLives)));
        }
    }
}
