namespace CreatorStream.Import;

/// <summary>Writes batches to a file or to standard output, in the order in which they come.</summary>
public sealed class StreamSink(Stream stream) : IEventSink
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public async ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            await stream.WriteAsync(ndjson, ct);
            return SinkResult.All(events);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        gate.Dispose();
    }
}
