namespace CreatorStream.Analytics.Attribution;

/// <summary>Last touch (docs/metrics.md): all to the last click or visit on the path, else to its last other touch.</summary>
public sealed class LastTouch : IAttributionModel
{
    public void Weigh(OrderPath path, Span<int> weights)
    {
        if (path.Last is >= 0 and var last)
        {
            weights[last] = 1;
        }
    }
}
