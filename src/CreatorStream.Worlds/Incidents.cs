namespace CreatorStream.Worlds;

/// <summary>
/// What happens out of the ordinary: spikes of one post and bursts of bots, in the history, soon after the start of the
/// live part, and then again and again. Times are seconds since the start.
/// </summary>
internal static class Incidents
{
    public const int FirstSpike = 120;
    public const int FirstBurst = 210;

    /// <summary>
    /// How many times its campaign's usual traffic a spike adds at its height; with the liking for that post, engagements
    /// come to six to eight times the usual.
    /// </summary>
    public const double SpikeHeight = 4.2;
    public const int BurstLength = 240;

    private const int SpikeRise = 30;
    private const int SpikePlateau = 120;
    private const int SpikeLength = 600;
    private const int SpikeEvery = 50 * 60;
    private const int BurstEvery = 40 * 60;

    private static readonly int[] PastSpikes = [-250 * 60, -100 * 60];
    private static readonly int[] PastBursts = [-180 * 60, -25 * 60];

    /// <summary>The spike that goes on: its number (the first live one is 0, past ones are negative) and its strength, 0 to 1.</summary>
    public static (int Number, double Strength)? Spike(long second)
    {
        for (int i = 0; i < PastSpikes.Length; i++)
        {
            if (Strength(second - PastSpikes[i]) is > 0 and var past)
            {
                return (i - PastSpikes.Length, past);
            }
        }

        long number = Math.DivRem(second - FirstSpike, SpikeEvery, out long since);
        return second >= FirstSpike && Strength(since) is > 0 and var strength ? ((int)number, strength) : null;
    }

    /// <summary>When a spike begins.</summary>
    public static long SpikeStart(int number) =>
        number < 0 ? PastSpikes[number + PastSpikes.Length] : FirstSpike + (long)number * SpikeEvery;

    /// <summary>The burst of bots that goes on, by its number.</summary>
    public static int? Burst(long second)
    {
        for (int i = 0; i < PastBursts.Length; i++)
        {
            if (second >= PastBursts[i] && second < PastBursts[i] + BurstLength)
            {
                return i - PastBursts.Length;
            }
        }

        long number = Math.DivRem(second - FirstBurst, BurstEvery, out long since);
        return second >= FirstBurst && since < BurstLength ? (int)number : null;
    }

    /// <summary>When a burst begins.</summary>
    public static long BurstStart(int number) =>
        number < 0 ? PastBursts[number + PastBursts.Length] : FirstBurst + (long)number * BurstEvery;

    private static double Strength(long since) =>
        since switch
        {
            < 0 or >= SpikeLength => 0,
            < SpikeRise => (since + 1) / (double)SpikeRise,
            < SpikeRise + SpikePlateau => 1,
            _ => Math.Exp(-(since - SpikeRise - SpikePlateau) / 70.0),
        };
}
