using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>
/// A log in memory that outlives the processes. Appends wait for a commit together; one that a crash finds waiting may
/// have been written or not, and nobody learns which.
/// </summary>
internal sealed class SimulatedLog(int partitions, Faults faults, SimulatedTime time) : IFactLog
{
    private readonly Dictionary<(LogStream, int), List<(long AppendedAt, int Facts, byte[] Payload)>> records = [];
    private readonly List<(LogAppend[] Records, TaskCompletionSource Done)> waiting = [];

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
        var done = new TaskCompletionSource();
        waiting.Add((copies, done));
        return done.Task;
    }

    public void Commit()
    {
        (LogAppend[] Records, TaskCompletionSource Done)[] group = [.. waiting];
        waiting.Clear();
        foreach ((LogAppend[] appended, TaskCompletionSource done) in group)
        {
            Write(appended);
            done.SetResult();
        }
    }

    /// <summary>The process died: what waits is written or lost, and has no answer.</summary>
    public void Crash()
    {
        foreach ((LogAppend[] appended, _) in waiting)
        {
            if (faults.Happens(50))
            {
                Write(appended);
            }
        }
        waiting.Clear();
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
        new Reader(faults, Of(stream, partition), afterOffset);

    public long EndOffset(LogStream stream, int partition) => Of(stream, partition).Count;

    private void Write(LogAppend[] appended)
    {
        foreach (LogAppend record in appended)
        {
            Of(record.Stream, record.Partition)
                .Add((Rfc3339.ToMicros(time.GetUtcNow()), record.Facts, record.Payload.ToArray()));
        }
    }

    private List<(long AppendedAt, int Facts, byte[] Payload)> Of(LogStream stream, int partition) =>
        records.TryGetValue((stream, partition), out var of) ? of : records[(stream, partition)] = [];

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
