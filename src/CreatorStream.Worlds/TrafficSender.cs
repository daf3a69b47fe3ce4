using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CreatorStream.Import;

namespace CreatorStream.Worlds;

/// <summary>Sends blocks of generated lines, several at a time, each within the sink's limits.</summary>
/// <param name="sink">Stays the caller's.</param>
/// <param name="answered">Told what became of each batch; any thread.</param>
/// <param name="inFlight">Blocks under way; when all are, <see cref="Rent"/> waits.</param>
/// <param name="ct">Stops sending.</param>
internal sealed class TrafficSender(IEventSink sink, Action<SinkResult> answered, int inFlight, CancellationToken ct)
    : IAsyncDisposable
{
    private const int Batch = 8_000;

    private readonly SemaphoreSlim slots = new(inFlight, inFlight);
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> free = [];
    private volatile Exception? failure;

    /// <summary>A buffer for the next block.</summary>
    /// <exception cref="SinkException">An earlier block could not be delivered.</exception>
    public async ValueTask<ArrayBufferWriter<byte>> Rent()
    {
        await slots.WaitAsync(ct);
        if (this.failure is { } failure)
        {
            slots.Release();
            ExceptionDispatchInfo.Throw(failure);
        }
        return free.TryTake(out ArrayBufferWriter<byte>? buffer) ? buffer : new ArrayBufferWriter<byte>(1 << 16);
    }

    /// <summary>Sends a rented buffer without waiting for the answer.</summary>
    public void Send(ArrayBufferWriter<byte> block, int lines) => _ = Deliver(block, lines);

    /// <summary>Returns when every block has its answer.</summary>
    public async Task Complete()
    {
        await Drain();
        if (this.failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Drain();
        slots.Dispose();
    }

    private async Task Deliver(ArrayBufferWriter<byte> block, int lines)
    {
        try
        {
            ReadOnlyMemory<byte> rest = block.WrittenMemory;
            while (lines > 0)
            {
                int count = Math.Min(lines, Batch);
                int length = count == lines ? rest.Length : LengthOf(rest.Span, count);
                answered(await sink.Send(rest[..length], count, ct));
                rest = rest[length..];
                lines -= count;
            }
            block.ResetWrittenCount();
            free.Add(block);
        }
        catch (Exception e)
        {
            failure ??= e;
        }
        finally
        {
            slots.Release();
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> text, int lines)
    {
        int length = 0;
        for (; lines > 0; lines--)
        {
            length += text[length..].IndexOf((byte)'\n') + 1;
        }

        return length;
    }

    private async Task Drain()
    {
        for (int i = 0; i < inFlight; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }

        slots.Release(inFlight);
    }
}
