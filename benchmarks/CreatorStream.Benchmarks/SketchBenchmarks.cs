using BenchmarkDotNet.Attributes;
using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Benchmarks;

/// <summary>Sketches of distinct values; times are a value's.</summary>
[MemoryDiagnoser]
public class SketchBenchmarks
{
    private readonly long[] values = [.. Made.Hashes(Made.Rows).Select(hash => (long)hash)];
    private readonly ThetaUpdateSketch full = new();

    [GlobalSetup]
    public void Make()
    {
        foreach (ulong hash in Made.Hashes(1_000_000))
        {
            full.Update((long)hash);
        }
    }

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "theta, update of a new one")]
    public int UpdateNew()
    {
        var sketch = new ThetaUpdateSketch();
        foreach (long value in values)
        {
            sketch.Update(value);
        }

        return sketch.Retained;
    }

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "theta, update after a million")]
    public int UpdateFull()
    {
        foreach (long value in values)
        {
            full.Update(value);
        }

        return full.Retained;
    }
}
