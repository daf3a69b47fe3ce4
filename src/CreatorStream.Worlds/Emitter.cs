namespace CreatorStream.Worlds;

/// <summary>Takes events with the moment at which they reach the collector.</summary>
internal interface IArrivals
{
    /// <param name="ms">Unix milliseconds, not before the event's own time.</param>
    /// <param name="line">JSON and line end; only valid during the call.</param>
    void Arrive(long ms, ReadOnlySpan<byte> line);
}

/// <summary>
/// The way from what happened to the collector: most events arrive at once, some overtake others, a few come minutes
/// or hours late, and some come twice.
/// </summary>
internal static class Emitter
{
    public const double Late = .004;
    public const double Twice = .006;

    /// <summary>Shops repeat a webhook that was not answered in time.</summary>
    public const double WebhookTwice = .04;

    /// <returns>When it arrives, the first time.</returns>
    public static long Emit(IArrivals to, long ms, ReadOnlySpan<byte> line, double twice, ref SimulationRandom random)
    {
        long arrival = ms + Delay(ref random);
        to.Arrive(arrival, line);
        if (random.Chance(twice))
        {
            to.Arrive(arrival + 500 + (long)random.Exponential(90_000), line);
        }
        return arrival;
    }

    private static long Delay(ref SimulationRandom random)
    {
        double dice = random.Uniform();
        return dice < Late ? 120_000 + (long)random.Exponential(1_500_000)
            : dice < .03 ? random.Between(1500, 8000)
            : random.Between(40, 900);
    }
}
