using System.Buffers;
using System.Collections.Concurrent;

namespace CreatorStream.Import;

/// <summary>
/// Cuts a stream of events into batches within the sink's limits and keeps a bounded number of them under way. Write an
/// event (without its line end) to <see cref="Event"/>, then <see cref="Commit"/>. Not for several threads.
/// </summary>
internal sealed class BatchSender : IEventWriter, IAsyncDisposable
{
    private readonly IEventSink _sink;
    private readonly int _maxEvents;
    private readonly Action<long, SinkRejection> _rejected;
    private readonly Action<int> _accepted;
    private readonly SemaphoreSlim _slots;
    private readonly int _inFlight;
    private readonly CancellationToken _ct;
    private readonly ConcurrentBag<Batch> _free = [];
    private Batch _current = new();
    private volatile Exception? _failure;

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
        _sink = sink;
        _accepted = accepted;
        _rejected = rejected;
        _ct = ct;
        _maxEvents = Math.Min(maxEvents, SinkLimits.Events);
        _inFlight = inFlight;
        _slots = new SemaphoreSlim(inFlight, inFlight);
    }

    /// <summary>Takes the bytes of the event that is being written.</summary>
    public IBufferWriter<byte> Event => _current.Bytes;

    /// <summary>Bytes written since the last commit.</summary>
    public int Pending => _current.Bytes.WrittenCount - _current.End;

    /// <summary>Ends the event that was written.</summary>
    /// <param name="line">Where it came from, for the report.</param>
    /// <exception cref="SinkException">An earlier batch could not be delivered.</exception>
    public ValueTask Commit(long line)
    {
        int length = Pending;
        if (length >= SinkLimits.Bytes)
        {
            _current.Truncate();
            _rejected(line, new SinkRejection(0, "", $"an event of {length} bytes is over the limit"));
            return ValueTask.CompletedTask;
        }
        if (_current.Bytes.WrittenCount >= SinkLimits.Bytes)
        {
            return CommitToNext(line);
        }

        _current.Add(line);
        return _current.Lines.Count >= _maxEvents ? Flush() : ValueTask.CompletedTask;
    }

    /// <summary>Drops what was written since the last commit.</summary>
    public void Rollback() => _current.Truncate();

    /// <summary>Sends what is there, without waiting for the answer.</summary>
    public async ValueTask Flush()
    {
        ThrowFailure();
        if (_current.Lines.Count == 0)
        {
            return;
        }

        await _slots.WaitAsync(_ct);
        if (_failure is not null)
        {
            // Else who waits for all of them waits for ever.
            _slots.Release();
            ThrowFailure();
        }
        Batch batch = _current;
        _current = _free.TryTake(out Batch? free) ? free : new Batch();
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
        _slots.Dispose();
    }

    private async ValueTask CommitToNext(long line)
    {
        byte[] tail = _current.Bytes.WrittenSpan[_current.End..].ToArray();
        _current.Truncate();
        await Flush();
        _current.Bytes.Write(tail);
        _current.Add(line);
    }

    private async Task Deliver(Batch batch)
    {
        try
        {
            SinkResult result = await _sink.Send(batch.Bytes.WrittenMemory[..batch.End], batch.Lines.Count, _ct);
            _accepted(result.Accepted);
            foreach (SinkRejection rejection in result.Rejected)
            {
                _rejected((uint)rejection.Index < batch.Lines.Count ? batch.Lines[rejection.Index] : 0, rejection);
            }

            batch.Clear();
            _free.Add(batch);
        }
        catch (Exception e)
        {
            _failure ??= e;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task Drain()
    {
        for (int i = 0; i < _inFlight; i++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }

        _slots.Release(_inFlight);
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
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
