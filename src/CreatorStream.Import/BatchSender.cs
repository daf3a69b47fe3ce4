using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>
/// Cuts a stream of events into batches within the sink's limits, each of one workspace, as a service takes them, and
/// keeps a bounded number of them under way. Write an event (without its line end) to <see cref="Event"/>, then
/// <see cref="Commit"/>. Not for several threads.
/// </summary>
internal sealed class BatchSender : IEventWriter, IAsyncDisposable
{
    /// <summary>Batches that wait for more, of a workspace each: rows may alternate, and each may hold 5 MB.</summary>
    private const int MostOpen = 16;

    private readonly IEventSink sink;
    private readonly int maxEvents;
    private readonly Action<long, SinkRejection> rejected;
    private readonly Action<int> accepted;
    private readonly SemaphoreSlim slots;
    private readonly int inFlight;
    private readonly CancellationToken ct;
    private readonly ConcurrentBag<Batch> free = [];
    private readonly List<Batch> open = [];
    private readonly ArrayBufferWriter<byte> written = new(1 << 10);
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
    public IBufferWriter<byte> Event => written;

    /// <summary>Ends the event that was written.</summary>
    /// <param name="line">Where it came from, for the report.</param>
    /// <exception cref="SinkException">An earlier batch could not be delivered.</exception>
    public ValueTask Commit(long line)
    {
        int length = written.WrittenCount;
        if (length >= SinkLimits.Bytes)
        {
            Rollback();
            rejected(line, new SinkRejection(0, "", $"an event of {length} bytes is over the limit"));
            return ValueTask.CompletedTask;
        }
        ReadOnlySpan<byte> workspace = WorkspaceOf(written.WrittenSpan);
        Batch? batch = Find(workspace);
        Batch? full =
            batch is not null ? (batch.Bytes.WrittenCount + length >= SinkLimits.Bytes ? batch : null)
            : open.Count == MostOpen ? open.MaxBy(of => of.Lines.Count)
            : null;
        if (full is not null)
        {
            return CommitAfter(full, line);
        }

        batch ??= Open(workspace);
        batch.Add(written.WrittenSpan, line);
        Rollback();
        return batch.Lines.Count >= maxEvents ? Send(batch) : ValueTask.CompletedTask;
    }

    /// <summary>Drops what was written since the last commit.</summary>
    public void Rollback() => written.ResetWrittenCount();

    /// <summary>Sends what is there, without waiting for the answer.</summary>
    public async ValueTask Flush()
    {
        ThrowFailure();
        while (open.Count > 0)
        {
            await Send(open[0]);
        }
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

    private async ValueTask CommitAfter(Batch full, long line)
    {
        await Send(full);
        await Commit(line);
    }

    private Batch? Find(ReadOnlySpan<byte> workspace)
    {
        foreach (Batch batch in open)
        {
            if (workspace.SequenceEqual(batch.Workspace))
            {
                return batch;
            }
        }

        return null;
    }

    private Batch Open(ReadOnlySpan<byte> workspace)
    {
        Batch batch = free.TryTake(out Batch? used) ? used : new Batch();
        batch.Workspace = workspace.ToArray();
        open.Add(batch);
        return batch;
    }

    private async ValueTask Send(Batch batch)
    {
        ThrowFailure();
        await slots.WaitAsync(ct);
        if (failure is not null)
        {
            // Else who waits for all of them waits for ever.
            slots.Release();
            ThrowFailure();
        }
        open.Remove(batch);
        _ = Deliver(batch);
    }

    /// <summary>The workspace that an event names, as it is written there; empty where it names none, or is no JSON.</summary>
    private static ReadOnlySpan<byte> WorkspaceOf(ReadOnlySpan<byte> json)
    {
        // Most name none, and aren't read for it.
        if (json.IndexOf("\"workspace\""u8) < 0)
        {
            return default;
        }
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }
                bool found = reader.CurrentDepth == 1 && reader.ValueTextEquals("workspace"u8);
                reader.Read();
                if (found)
                {
                    return json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
                }
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a name with half a character: the sink says so, and of which line.
        }
        return default;
    }

    private async Task Deliver(Batch batch)
    {
        try
        {
            SinkResult result = await sink.Send(batch.Bytes.WrittenMemory, batch.Lines.Count, ct);
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
        public byte[] Workspace { get; set; } = [];
        public ArrayBufferWriter<byte> Bytes { get; } = new(1 << 16);
        public List<long> Lines { get; } = [];

        public void Add(ReadOnlySpan<byte> json, long line)
        {
            Bytes.Write(json);
            Bytes.Write("\n"u8);
            Lines.Add(line);
        }

        public void Clear()
        {
            Bytes.ResetWrittenCount();
            Lines.Clear();
        }
    }
}
