using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench;

/// <summary>A part of the work, measured by itself.</summary>
/// <param name="AtTicks">Done once in <see cref="EngineMeter.BatchesPerTick"/> batches, not for each.</param>
internal sealed record EngineStep(string Name, Action<FactBatch> Run, bool AtTicks = false);

/// <summary>What steps cost, one after the other on the calling thread; making the events is not counted.</summary>
internal sealed class EngineMeter(EngineLoad load, IReadOnlyList<EngineStep> steps, TimeProvider time)
{
    /// <summary>As many records as a visitor task takes before it looks at the clock: 65,536 events.</summary>
    public const int BatchesPerTick = 16;

    private readonly FactBatch batch = new(secret: 0x5eed);
    private readonly List<EngineSample[]> rounds = [];
    private long eventsOfRound;
    private int gen2;
    private int batches;

    public long Events { get; private set; }

    /// <summary>Full garbage collections during the measured rounds.</summary>
    public int Gen2 => gen2;

    /// <summary>Runs unmeasured.</summary>
    public void WarmUp(long events) => Run(events);

    /// <summary>Measures once more.</summary>
    public void Measure(long events)
    {
        int before = GC.CollectionCount(2);
        rounds.Add(Run(events));
        gen2 += GC.CollectionCount(2) - before;
    }

    /// <summary>The median round of some steps together: of time and, by itself, of allocation.</summary>
    public EngineCost Cost(Func<EngineStep, bool> of)
    {
        double[] ns =
        [
            .. Of(of, sample => sample.Ticks).Select(ticks => time.GetElapsedTime(0, ticks).TotalNanoseconds),
        ];
        return new(
            Median(ns) / eventsOfRound,
            ns.Min() / eventsOfRound,
            Median(Of(of, sample => sample.Bytes).Select(bytes => (double)bytes)) / eventsOfRound
        );
    }

    /// <summary>The events a second as a share of another's, round by round: what else the machine did then concerns both. The median round.</summary>
    /// <param name="other">Measured in turns with this one, as many events each.</param>
    public double ShareOf(EngineMeter other) =>
        Median(
            other
                .Of(_ => true, sample => sample.Ticks)
                .Zip(Of(_ => true, sample => sample.Ticks), (others, own) => (double)others / own)
        );

    /// <summary>By round, what some steps took together.</summary>
    private IEnumerable<long> Of(Func<EngineStep, bool> of, Func<EngineSample, long> taken) =>
        rounds.Select(samples => samples.Where((_, step) => of(steps[step])).Sum(taken));

    private EngineSample[] Run(long events)
    {
        var samples = new EngineSample[steps.Count];
        eventsOfRound = 0;
        // Up to a tick, so that each round has as many to an event.
        while (eventsOfRound < events || batches % BatchesPerTick != 0)
        {
            load.Next(batch);
            eventsOfRound += EngineLoad.Rows;
            bool isTick = ++batches % BatchesPerTick == 0;
            for (int i = 0; i < steps.Count; i++)
            {
                if (steps[i].AtTicks && !isTick)
                {
                    continue;
                }

                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long started = time.GetTimestamp();
                steps[i].Run(batch);
                samples[i].Ticks += time.GetTimestamp() - started;
                samples[i].Bytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }
        }
        Events += eventsOfRound;
        return samples;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

internal record struct EngineSample(long Ticks, long Bytes);

/// <summary>What an event costs.</summary>
/// <param name="NsPerEvent">Of one core, in the median round.</param>
/// <param name="FastestNsPerEvent">In the round that others on the machine disturbed least.</param>
/// <param name="BytesPerEvent">Allocated on the managed heap.</param>
internal sealed record EngineCost(double NsPerEvent, double FastestNsPerEvent, double BytesPerEvent)
{
    /// <summary>0 where the clock saw nothing pass.</summary>
    public double EventsPerSecond => NsPerEvent > 0 ? 1e9 / NsPerEvent : 0;
}
