using System.Numerics;

namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: gaps between actions repeat themselves. Pairs of a gap and the one before, each by octave of
/// seconds: the plane in which RSC tells people from programs (Costa et al., <i>RSC: Mining and Modeling Temporal Activity in
/// Social Media</i>, KDD 2015). People spread over some eighty kinds of pairs; a timer, or a program that answers what it finds,
/// has few. Measured as collision entropy, whose estimate has no bias for few actions. Gaps of nine hours and more are left
/// out: to say something once a day is a habit of people. Costs 1 kB, and a cell an action.
/// </summary>
public sealed class GapPattern
{
    private const int Octaves = 15;
    private const int LeastPairs = 50;

    private readonly int[] pairs = new int[Octaves * Octaves];
    private long count;
    private long alike;
    private int before = Octaves;

    public static TimingSignal Signal { get; } =
        new(
            "gap-pattern",
            "inhuman-rhythm",
            TimingCause.Clockwork,
            timing => (timing.IsBulk ? timing.GapsOfTimes : timing.Gaps).Bits,
            Usual: 6.5,
            Rare: 5.5,
            "The gaps between actions of a day, each with the one before, are of few kinds: fewer bits than people's.",
            "Who acts on one kind of occasion only, such as a moderator who answers a queue."
        );

    /// <summary>Collision entropy of the pairs, in bits: −log2 of the chance that two of them are alike.</summary>
    public double Bits =>
        count < LeastPairs ? Signal.Usual : -Math.Log2(Math.Max(alike, 1) / (count * (count - 1.0) / 2));

    /// <param name="gap">Seconds since the action before, from 0.</param>
    internal void Add(long gap)
    {
        int octave = BitOperations.Log2((ulong)gap + 1);
        if (before < Octaves && octave < Octaves)
        {
            // Each of those that were in the cell makes a pair with the new one.
            alike += pairs[before * Octaves + octave]++;
            count++;
        }
        before = octave;
    }
}
