namespace CreatorStream.Analytics.Attribution;

/// <summary>Linear: 1/n to each touch of the path.</summary>
public sealed class Linear : IAttributionModel
{
    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights) => weights.Fill(1);
}
