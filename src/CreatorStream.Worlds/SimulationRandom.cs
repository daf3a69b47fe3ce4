using System.Numerics;

namespace CreatorStream.Worlds;

/// <summary>
/// Random numbers that are the same on every machine and runtime (SplitMix64). Seeded anew for every second of
/// simulated time, so that any second can be made without those before it.
/// </summary>
internal struct SimulationRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>Mixes numbers into one that looks like none of them.</summary>
    public static ulong Mix(ulong a, ulong b) => Scramble(Scramble(a) + BitOperations.RotateLeft(b, 23) + b);

    public ulong Next() => Scramble(state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below <paramref name="n"/>.</summary>
    public int Below(int n) => (int)Math.BigMul(Next(), (ulong)n, out _);

    public int Between(int from, int below) => from + Below(below - from);

    public bool Chance(double probability) => Uniform() < probability;

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>The number of things that happen where <paramref name="mean"/> are usual.</summary>
    public int Poisson(double mean)
    {
        if (mean > 60)
        {
            // Close enough there, and one draw instead of as many as there are things.
            double normal = Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * normal));
        }
        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = Uniform(); product > limit; product *= Uniform())
        {
            count++;
        }

        return count;
    }

    private static ulong Scramble(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
