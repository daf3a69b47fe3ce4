namespace CreatorStream.Analytics.Attribution;

/// <summary>Last touch (docs/metrics.md): all to the last click or visit on the path, else to its last other touch.</summary>
public sealed class LastTouch : IAttributionModel
{
    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights) => weights[Of(path)] = 1;

    /// <summary>Where it stands on a path of at least one touch.</summary>
    public static int Of(ReadOnlySpan<PathTouch> path)
    {
        int last = path.Length - 1;
        while (last >= 0 && !path[last].IsClickOrVisit)
        {
            last--;
        }
        return last < 0 ? path.Length - 1 : last;
    }
}
