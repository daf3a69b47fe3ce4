namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// Reason <c>inhuman-rate</c>: the next action follows within 15 seconds too often. Nobody reads, thinks and writes so fast
/// regularly. For actions that are written (comments, posts); likes and clicks follow each other faster than that, and
/// <see cref="InhumanRate"/> is the rule for these. A judgement of ours, after the minimum of a person's reply in Costa et al.
/// (KDD 2015). Rare is set wide: some people answer in single words. Costs 24 bytes and a comparison an action.
/// </summary>
public sealed class HastyActions
{
    public const int Seconds = 15;

    private long hasty;
    private long same;
    private long gaps;

    public static TimingSignal Signal { get; } =
        new(
            "hasty",
            "inhuman-rate",
            TimingCause.Haste,
            timing => timing.IsBulk ? timing.Hasty.ShareOfLater : timing.Hasty.Share,
            Usual: 0.005,
            Rare: 0.04,
            "Actions less than 15 seconds after the one before, as a share of all.",
            "Who answers in one word, sends in parts what others send at once, or pastes a prepared text."
        );

    /// <summary>0 … 1.</summary>
    public double Share => gaps == 0 ? 0 : hasty / (double)gaps;

    /// <summary>0 … 1, without those at the very time of the one before.</summary>
    public double ShareOfLater => gaps == 0 ? 0 : (hasty - same) / (double)gaps;

    /// <param name="gap">Seconds since the action before.</param>
    internal void Add(long gap)
    {
        gaps++;
        hasty += gap < Seconds ? 1 : 0;
        same += gap == 0 ? 1 : 0;
    }
}
