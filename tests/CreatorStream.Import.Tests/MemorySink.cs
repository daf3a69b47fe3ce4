using System.Text;

namespace CreatorStream.Import.Tests;

/// <summary>Keeps lines in memory.</summary>
internal sealed class MemorySink : IEventSink
{
    private readonly Lock gate = new();

    public List<string> Lines { get; } = [];
    public List<int> Batches { get; } = [];

    public ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct)
    {
        string[] lines = Encoding.UTF8.GetString(ndjson.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(events, lines.Length);
        lock (gate)
        {
            Lines.AddRange(lines);
            Batches.Add(events);
        }
        return ValueTask.FromResult(SinkResult.All(events));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
