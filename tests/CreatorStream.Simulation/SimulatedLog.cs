using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>
/// A log in memory that outlives the processes. Appends wait for a commit together; one that a crash finds waiting may
/// have been written or not, and nobody learns which.
/// </summary>
internal sealed class SimulatedLog(int partitions, Faults faults, SimulatedTime time) : IRewritableLog
{
    private readonly Dictionary<(LogStream, int), List<(long AppendedAt, int Facts, byte[] Payload)>> records = [];
    private readonly List<(Action Write, TaskCompletionSource Done)> waiting = [];

    public int Partitions => partitions;

    public ulong Secret => 0x5eed;

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        faults.BeforeIo();
        faults.MayFail(3, "nothing was written");
        // The caller uses its buffers again.
        LogAppend[] copies = [.. records.Select(of => of with { Payload = of.Payload.ToArray() })];
        if (faults.Happens(2))
        {
            Write(copies);
            throw new LogUnavailableException("it was written, but nobody knows");
        }
        return Wait(() => Write(copies));
    }

    public long ErasedTo { get; private set; }

    /// <summary>Nothing waits for a commit.</summary>
    public bool IsIdle => waiting.Count == 0;

    public Task ReplaceAsync(int partition, IReadOnlyList<LogReplacement> records)
    {
        faults.BeforeIo();
        faults.MayFail(3, "nothing was replaced");
        LogReplacement[] copies = [.. records.Select(of => of with { Payload = of.Payload.ToArray() })];
        return Wait(() =>
        {
            List<(long AppendedAt, int Facts, byte[] Payload)> of = Of(LogStream.Events, partition);
            foreach (LogReplacement record in copies)
            {
                int at = (int)record.Offset - 1;
                of[at] = of[at] with { Payload = record.Payload.ToArray() };
            }
        });
    }

    public Task FinishErasuresAsync(long upTo)
    {
        faults.BeforeIo();
        faults.MayFail(3, "somebody reads what was replaced");
        return Wait(() => ErasedTo = upTo);
    }

    public Task PassErasuresAsync(long upTo)
    {
        faults.BeforeIo();
        faults.MayFail(3, "it isn't noted");
        return Wait(() => ErasedTo = upTo);
    }

    public void Commit()
    {
        (Action Write, TaskCompletionSource Done)[] group = [.. waiting];
        waiting.Clear();
        foreach ((Action write, TaskCompletionSource done) in group)
        {
            write();
            done.SetResult();
        }
    }

    /// <summary>Whether any event names the visitor.</summary>
    public bool Names(string workspace, string visitor)
    {
        var batch = new EventBatch();
        for (int partition = 0; partition < partitions; partition++)
        {
            foreach ((_, _, byte[] payload) in Of(LogStream.Events, partition))
            {
                EventBatchCodec.Decode(payload, batch);
                for (int row = 0; row < batch.Count; row++)
                {
                    string of = Text(batch.Bytes(EventField.Workspace, row));
                    if (
                        Text(batch.Bytes(EventField.Visitor, row)) == visitor
                        && (of.Length == 0 ? "default" : of) == workspace
                    )
                    {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// <summary>The process died: what waits is written or lost, and has no answer.</summary>
    public void Crash()
    {
        foreach ((Action write, _) in waiting)
        {
            if (faults.Happens(50))
            {
                write();
            }
        }
        waiting.Clear();
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
        new Reader(faults, Of(stream, partition), afterOffset);

    public long EndOffset(LogStream stream, int partition) => Of(stream, partition).Count;

    private static string Text(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text);

    private Task Wait(Action write)
    {
        var done = new TaskCompletionSource();
        waiting.Add((write, done));
        return done.Task;
    }

    private void Write(LogAppend[] appended)
    {
        foreach (LogAppend record in appended)
        {
            Of(record.Stream, record.Partition)
                .Add((Rfc3339.ToMicros(time.GetUtcNow()), record.Facts, record.Payload.ToArray()));
        }
    }

    private List<(long AppendedAt, int Facts, byte[] Payload)> Of(LogStream stream, int partition) =>
        records.TryGetValue((stream, partition), out List<(long AppendedAt, int Facts, byte[] Payload)>? of)
            ? of
            : records[(stream, partition)] = [];

    private sealed class Reader(Faults faults, List<(long AppendedAt, int Facts, byte[] Payload)> records, long offset)
        : ILogReader
    {
        public long Offset { get; private set; } = offset;

        public long DamagedFacts => 0;

        /// <summary>Turns are given, not waited for.</summary>
        public Task Appended => Task.CompletedTask;

        public bool TryRead(out LogRecord record)
        {
            if (Offset == records.Count)
            {
                record = default;
                return false;
            }
            faults.BeforeIo();
            (long appendedAt, int facts, byte[] payload) = records[(int)Offset];
            Offset++;
            record = new LogRecord(Offset, appendedAt, facts, payload);
            return true;
        }

        public void Dispose() { }
    }
}
