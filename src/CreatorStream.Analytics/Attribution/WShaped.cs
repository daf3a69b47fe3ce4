namespace CreatorStream.Analytics.Attribution;

/// <summary>
/// W-shaped: 30 % each to the first touch, to the one that made a lead of the person, and to the last; 10 % to the others in
/// equal parts. Who stands for two of the three gets both. Without others their 10 % go to the three in proportion; without a
/// lead the path is shared <see cref="UShaped"/>.
/// </summary>
public sealed class WShaped : IAttributionModel
{
    private static readonly UShaped WithoutLead = new();

    public void Weigh(ReadOnlySpan<PathTouch> path, Span<long> weights)
    {
        int lead = path.Length - 1;
        while (lead >= 0 && !path[lead].CreatedLead)
        {
            lead--;
        }
        if (lead < 0)
        {
            WithoutLead.Weigh(path, weights);
            return;
        }
        int others = path.Length - (lead == 0 || lead == path.Length - 1 ? 2 : 3);
        if (others > 0)
        {
            weights.Fill(1);
            (weights[0], weights[lead], weights[^1]) = (0, 0, 0);
        }
        long third = Math.Max(1, 3 * others);
        weights[0] += third;
        weights[lead] += third;
        weights[^1] += third;
    }
}
