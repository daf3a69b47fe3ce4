namespace CreatorStream.Analytics.Attribution;

/// <summary>
/// U-shaped, also called position-based: 40 % to the first touch, 40 % to the last, 20 % to those between in equal parts; of
/// two touches half to each, of one all.
/// </summary>
public sealed class UShaped : IAttributionModel
{
    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights)
    {
        weights.Fill(1);
        int between = path.Length - 2;
        if (between > 0)
        {
            weights[0] = weights[^1] = 2 * between;
        }
    }
}
