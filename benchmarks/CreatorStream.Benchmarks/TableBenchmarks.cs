using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Benchmarks;

/// <summary>Names to codes, and sums by content item and pane; times are an event's.</summary>
[MemoryDiagnoser]
public class TableBenchmarks
{
    private const int Contents = 1_000;
    private const long Start = 1_790_000_000_000_000;

    private readonly StateMemory memory = new();
    private readonly StringTable strings = new();
    private byte[][] names = [];
    private RowTable<TouchCounts> panes = null!;
    private ulong[] keys = [];

    [GlobalSetup]
    public void Make()
    {
        var random = new Random(Made.Seed);
        names =
        [
            .. Enumerable
                .Range(0, Made.Rows)
                .Select(_ =>
                    Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"post-{random.Next(Contents)}"))
                ),
        ];
        panes = new RowTable<TouchCounts>(memory.Open(), StatePart.Panes);
        keys =
        [
            .. Enumerable
                .Range(0, Made.Rows)
                .Select(_ => PaneRows.Key(random.Next(Contents), Pane.Of(Start) + random.Next(6))),
        ];
    }

    [GlobalCleanup]
    public void Free() => memory.Dispose();

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "dictionary look-up")]
    public int LookUp()
    {
        int sum = 0;
        foreach (byte[] name in names)
        {
            sum += strings.GetOrAdd(name);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "add to a pane")]
    public void AddToPanes()
    {
        foreach (ulong key in keys)
        {
            panes.Change(key)[0]++;
        }
    }
}
