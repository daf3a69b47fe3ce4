using BenchmarkDotNet.Attributes;
using CreatorStream.Arrow;
using CreatorStream.Events;

namespace CreatorStream.Benchmarks;

/// <summary>Events into the columns of a batch; times are an event's.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private readonly EventParser parser = new();
    private readonly ArrowEventCodec codec = new();
    private readonly EventBatch batch = new();
    private readonly List<Rejection> rejections = [];
    private byte[][] plain = [];
    private byte[][] escaped = [];
    private byte[] columns = [];

    [GlobalSetup]
    public void Make()
    {
        plain = Made.Events(escaped: false);
        escaped = Made.Events(escaped: true);
        Parse(plain);
        byte[] buffer = [];
        int length = codec.Encode(batch, ref buffer);
        columns = buffer[..length];
    }

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "JSON, scanner")]
    public int Scanner() => Parse(plain);

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "JSON, reader")]
    public int Reader() => Parse(escaped);

    [Benchmark(OperationsPerInvoke = Made.Rows, Description = "Arrow")]
    public int Arrow()
    {
        batch.Clear();
        return codec.Decode(columns, batch, Made.Rows, Made.NoClock, rejections);
    }

    private int Parse(byte[][] events)
    {
        batch.Clear();
        foreach (byte[] json in events)
        {
            if (!parser.TryParse(json, Made.NoClock, batch, out Rejection rejection))
            {
                throw new InvalidOperationException($"{rejection.Field} {rejection.Reason}");
            }
        }

        return batch.Count;
    }
}
