namespace CreatorStream.Analytics.Attribution;

/// <summary>First touch: all to the first touch of the path, of whatever kind.</summary>
public sealed class FirstTouch : IAttributionModel
{
    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights) => weights[0] = 1;
}
