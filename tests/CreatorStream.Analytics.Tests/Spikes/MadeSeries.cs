using CreatorStream.Analytics.Lift;
using CreatorStream.Analytics.Spikes;

namespace CreatorStream.Analytics.Tests.Spikes;

/// <summary>Series whose truth is known, by seed; a value every five minutes.</summary>
internal static class MadeSeries
{
    public const int Day = 288;

    private const int Step = 300;
    private const long Start = 1_760_000_000;

    public static long Time(int i) => Start + (long)i * Step;

    /// <summary>A wave of a day about 100, with normal noise.</summary>
    public static double[] Daily(ulong seed, int length, double noise = 5)
    {
        var random = new LiftRandom(seed);
        return
        [
            .. Enumerable
                .Range(0, length)
                .Select(i => 100 + 40 * Math.Sin(2 * Math.PI * i / Day) + noise * random.Normal()),
        ];
    }

    /// <summary>Counts with this mean (Knuth's method).</summary>
    public static double[] Counts(ulong seed, int length, Func<int, double> mean)
    {
        var random = new LiftRandom(seed);
        return [.. Enumerable.Range(0, length).Select(i => (double)Count(random, mean(i)))];
    }

    public static SpikeScore[] Scores(double[] values, Func<int, long>? time = null)
    {
        var detector = new SpikeDetector();
        return [.. values.Select((x, i) => detector.Next((time ?? Time)(i), x))];
    }

    /// <summary>Where alerts are.</summary>
    public static int[] Alerts(double[] values, Func<int, long>? time = null) =>
        [
            .. Scores(values, time)
                .Select((score, i) => (score.Score, i))
                .Where(at => at.Score >= SpikeDetector.Threshold)
                .Select(at => at.i),
        ];

    private static int Count(LiftRandom random, double mean)
    {
        double least = Math.Exp(-mean);
        double product = random.Uniform();
        int count = 0;
        while (product > least)
        {
            product *= random.Uniform();
            count++;
        }
        return count;
    }
}
