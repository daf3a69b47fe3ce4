using BenchmarkDotNet.Attributes;
using CreatorStream.Analytics.Spikes;

namespace CreatorStream.Benchmarks;

/// <summary>The detector of spikes; the time is a value's.</summary>
[MemoryDiagnoser]
public class SpikeBenchmarks
{
    private readonly double[] values = [.. Made.Hashes(Made.Rows).Select((hash, i) => 100.0 + i % 288 + hash % 40)];
    private readonly SpikeDetector detector = new();
    private long time = 1_760_000_000;

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "spikes, a value")]
    public double Score()
    {
        double sum = 0;
        foreach (double x in values)
        {
            time += 300;
            sum += detector.Next(time, x).Score;
        }
        return sum;
    }
}
