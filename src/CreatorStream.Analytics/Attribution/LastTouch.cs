namespace CreatorStream.Analytics.Attribution;

/// <summary>Last touch (docs/metrics.md): all to the last click or visit on the path, else to its last other touch.</summary>
public sealed class LastTouch : IAttributionModel
{
    public bool ReadsWholePath => false;

    public void Weigh(OrderPath path, Span<int> weights)
    {
        int last = path.LastClick;
        if (last < 0)
        {
            last = path.Touches.Length - 1;
        }
        if (last >= 0)
        {
            weights[last] = 1;
        }
    }
}
