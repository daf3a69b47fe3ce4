namespace CreatorStream.Analytics.Attribution;

/// <summary>A rule by which the touches of a path share the credit of its order. A pure function of the path.</summary>
public interface IAttributionModel
{
    /// <summary>Says in which proportion touches share the credit.</summary>
    /// <param name="path">At least one touch and at most <see cref="OrderPath.Most"/>, the earliest first.</param>
    /// <param name="weights">One a touch, all 0 before; then together above 0 and at most 2^31.</param>
    void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights);
}
