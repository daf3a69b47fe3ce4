using System.Buffers;
using System.Collections.Concurrent;

namespace CreatorStream.Import;

/// <summary>
/// Cuts a stream of events into batches within the sink's limits and keeps a bounded number of them under way. Write an
/// event (without its line end) to <see cref="Event"/>, then <see cref="Commit"/>. Not for several threads.
/// </summary>
internal sealed class BatchSender : IEventWriter, IAsyncDisposable
{
    private readonly IEventSink sink;
    private readonly int maxEvents;
    private readonly Action<long, SinkRejection> rejected;
    private readonly Action<int> accepted;
    private readonly SemaphoreSlim slots;
    private readonly int inFlight;
    private readonly CancellationToken ct;
    private readonly ConcurrentBag<Batch> free = [];
    private Batch current = new();
    private volatile Exception? failure;

    /// <param name="sink">Where batches go; stays the caller's.</param>
    /// <param name="accepted">Told how many events of a batch were taken; any thread.</param>
    /// <param name="rejected">Told the line of an event that was refused, and why; any thread.</param>
    /// <param name="ct">Stops sending.</param>
    /// <param name="maxEvents">Events in a batch.</param>
    /// <param name="inFlight">Batches under way; when all are, <see cref="Commit"/> waits.</param>
    public BatchSender(
        IEventSink sink,
        Action<int> accepted,
        Action<long, SinkRejection> rejected,
        CancellationToken ct,
        int maxEvents = 5_000,
        int inFlight = 4
    )
    {
        this.sink = sink;
        this.accepted = accepted;
        this.rejected = rejected;
        this.ct = ct;
        this.maxEvents = Math.Min(maxEvents, SinkLimits.Events);
        this.inFlight = inFlight;
        slots = new SemaphoreSlim(inFlight, inFlight);
    }

    /// <summary>Takes the bytes of the event that is being written.</summary>
    public IBufferWriter<byte> Event => current.Bytes;

    /// <summary>Bytes written since the last commit.</summary>
    public int Pending => current.Bytes.WrittenCount - current.End;

    /// <summary>Ends the event that was written.</summary>
    /// <param name="line">Where it came from, for the report.</param>
    /// <exception cref="SinkException">An earlier batch could not be delivered.</exception>
    public ValueTask Commit(long line)
    {
        int length = Pending;
        if (length >= SinkLimits.Bytes)
        {
            current.Truncate();
            rejected(line, new SinkRejection(0, "", $"an event of {length} bytes is over the limit"));
            return ValueTask.CompletedTask;
        }
        if (current.Bytes.WrittenCount >= SinkLimits.Bytes)
        {
            return CommitToNext(line);
        }

        current.Add(line);
        return current.Lines.Count >= maxEvents ? Flush() : ValueTask.CompletedTask;
    }

    /// <summary>Drops what was written since the last commit.</summary>
    public void Rollback() => current.Truncate();

    /// <summary>Sends what is there, without waiting for the answer.</summary>
    public async ValueTask Flush()
    {
        ThrowFailure();
        if (current.Lines.Count == 0)
        {
            return;
        }

        await slots.WaitAsync(ct);
        if (failure is not null)
        {
            // Else who waits for all of them waits for ever.
            slots.Release();
            ThrowFailure();
        }
        Batch batch = current;
        current = this.free.TryTake(out Batch? free) ? free : new Batch();
        _ = Deliver(batch);
    }

    /// <summary>Sends the rest and returns when every batch has its answer.</summary>
    public async Task Complete()
    {
        await Flush();
        await Drain();
        ThrowFailure();
    }

    public async ValueTask DisposeAsync()
    {
        await Drain();
        slots.Dispose();
    }

    private async ValueTask CommitToNext(long line)
    {
        byte[] tail = current.Bytes.WrittenSpan[current.End..].ToArray();
        current.Truncate();
        await Flush();
        current.Bytes.Write(tail);
        current.Add(line);
    }

    private async Task Deliver(Batch batch)
    {
        try
        {
            SinkResult result = await sink.Send(batch.Bytes.WrittenMemory[..batch.End], batch.Lines.Count, ct);
            accepted(result.Accepted);
            foreach (SinkRejection rejection in result.Rejected)
            {
                rejected((uint)rejection.Index < batch.Lines.Count ? batch.Lines[rejection.Index] : 0, rejection);
            }

            batch.Clear();
            free.Add(batch);
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

    private async Task Drain()
    {
        for (int i = 0; i < inFlight; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }

        slots.Release(inFlight);
    }

    private void ThrowFailure()
    {
        if (this.failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private sealed class Batch
    {
        public ArrayBufferWriter<byte> Bytes { get; private set; } = new(1 << 16);
        public List<long> Lines { get; } = [];
        public int End { get; private set; }

        public void Add(long line)
        {
            Bytes.Write("\n"u8);
            End = Bytes.WrittenCount;
            Lines.Add(line);
        }

        public void Truncate()
        {
            if (Bytes.WrittenCount == End)
            {
                return;
            }
            // ArrayBufferWriter can't go back; this is rare (a row that fails half-way), so a copy will do.
            var kept = new ArrayBufferWriter<byte>(Math.Max(End, 1 << 16));
            kept.Write(Bytes.WrittenSpan[..End]);
            Bytes = kept;
        }

        public void Clear()
        {
            Bytes.ResetWrittenCount();
            Lines.Clear();
            End = 0;
        }
    }
}
