using System.Threading.Channels;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded;

/// <summary>
/// The one thread that changes a log: commits whatever has gathered meanwhile in one transaction (group commit), gives
/// the room of removed records back, and leaves nothing on disk of replaced ones.
/// </summary>
internal sealed class SqliteLogWriter : IDisposable
{
    private const string OfPartitionUpTo = "stream = ? AND part = ? AND offset <= ?";
    private const int MostWaiting = 256;
    private const long MostBytesPerCommit = 16 << 20;

    /// <summary>Clocks are set by less all the time (a minute).</summary>
    private const long MostBehindMicros = 60_000_000;

    private readonly SqliteFile file;
    private readonly Action<LogStream, int> appended;
    private static readonly TimeSpan ForgetAgainAfter = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Statement insert;
    private readonly Statement count;
    private readonly Statement delete;
    private readonly Statement replace;
    private readonly Channel<Change> changes = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true }
    );
    private readonly LogFaults faults;
    private readonly RareWarning behind;
    private readonly Task writing;
    private long lastAppendedAt;

    /// <summary>Removed records may be in the file. A former process may have been killed before it saw to that.</summary>
    private bool mayTell = true;

    /// <summary>They are in what is written ahead alone.</summary>
    private bool isVacuumed;

    /// <summary>When a reader, or a full disk, kept it from being forgotten.</summary>
    private ITimer? forgetAgain;

    /// <param name="file">Used by this thread alone, from the first change on.</param>
    /// <param name="appended">Told of every partition that has new records, after the commit.</param>
    public SqliteLogWriter(
        string path,
        SqliteFile file,
        Action<LogStream, int> appended,
        TimeProvider time,
        ILogger logger
    )
    {
        this.file = file;
        this.appended = appended;
        this.time = time;
        this.logger = logger;
        behind = new RareWarning(time);
        faults = new LogFaults(path, time, logger, TryWrite);
        lastAppendedAt = file.Scalar("SELECT appended_at FROM records ORDER BY offset DESC LIMIT 1");
        insert = file.Prepare(
            "INSERT INTO records (stream, part, appended_at, facts, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)"
        );
        count = file.Prepare($"SELECT {PartitionContents.Sums} FROM records WHERE {OfPartitionUpTo}");
        delete = file.Prepare($"DELETE FROM records WHERE {OfPartitionUpTo}");
        replace = file.Prepare(
            "UPDATE records SET checksum = ?, payload = ? WHERE offset = ? AND stream = ? AND part = ?"
        );
        writing = Task.Factory.StartNew(
            WriteAll,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>Ends with it, or before, with the reason, when it can't go on.</summary>
    public Task Completion => writing;

    /// <summary>Callers that wait for a commit.</summary>
    public int Waiting => changes.Reader.Count;

    /// <summary>Why it takes no records; null while it does.</summary>
    public LogFault? Fault => faults.Fault;

    /// <summary>Completes when all are on disk.</summary>
    /// <exception cref="LogUnavailableException">Nothing was taken.</exception>
    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        faults.ThrowIfAny();
        return CommitAsync(new Change { Records = records }, cancel);
    }

    /// <exception cref="LogUnavailableException">Nothing was removed.</exception>
    public async Task<PartitionContents> RemoveAsync(LogStream stream, int partition, long upTo)
    {
        PartitionContents removed = default;
        await CommitAsync(
            new Change { Work = () => removed = Remove(stream, partition, upTo), After = ForgetRemoved },
            CancellationToken.None
        );
        return removed;
    }

    /// <summary>Sees to it soon that nothing is left of removed records, where no others are.</summary>
    public void ForgetRemovedSoon() => changes.Writer.TryWrite(new Change { After = ForgetRemoved });

    /// <exception cref="LogUnavailableException">Nothing was replaced.</exception>
    public Task ReplaceAsync(int partition, IReadOnlyList<LogReplacement> records) =>
        WorkAsync(() => Replace(partition, records));

    /// <summary>Does something to the file, in a transaction.</summary>
    /// <exception cref="LogUnavailableException">Nothing was done.</exception>
    public Task WorkAsync(Action work) => CommitAsync(new Change { Work = work }, CancellationToken.None);

    /// <summary>Empties the write-ahead log, which holds pages as they were, into the file.</summary>
    /// <exception cref="LogUnavailableException">Readers hold it, or it can't be written: do it again.</exception>
    public async Task EmptyAheadAsync()
    {
        LogUnavailableException? failure = null;
        await CommitAsync(new Change { After = () => failure = TryEmptyAhead() }, CancellationToken.None);
        if (failure != null)
        {
            throw failure;
        }
    }

    /// <summary>Commits what waits.</summary>
    public void Dispose()
    {
        changes.Writer.TryComplete();
        ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
        forgetAgain?.Dispose();
        faults.Dispose();
        insert.Dispose();
        count.Dispose();
        delete.Dispose();
        replace.Dispose();
    }

    private async Task CommitAsync(Change change, CancellationToken cancel)
    {
        try
        {
            await changes.Writer.WriteAsync(change, cancel);
        }
        catch (ChannelClosedException error)
        {
            throw new LogUnavailableException("The log is closed.", error);
        }
        // Not cancelled any more: the payloads are in use until the commit.
        await change.Done.Task;
    }

    private void WriteAll()
    {
        var group = new List<Change>();
        try
        {
            WriteAll(group);
        }
        catch (Exception error)
        {
            // Nobody waits for a commit that never comes.
            changes.Writer.TryComplete();
            var failure = new LogUnavailableException("The writer of the log has failed.", error);
            while (changes.Reader.TryRead(out Change? change))
            {
                group.Add(change);
            }
            group.ForEach(change => change.Done.TrySetException(failure));
            throw;
        }
    }

    private void WriteAll(List<Change> group)
    {
        var parts = new HashSet<(LogStream, int)>();
        while (changes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            parts.Clear();
            long bytes = 0;
            while (bytes < MostBytesPerCommit && changes.Reader.TryRead(out Change? change))
            {
                group.Add(change);
                foreach (LogAppend record in change.Records)
                {
                    bytes += record.Payload.Length;
                    parts.Add((record.Stream, record.Partition));
                }
            }
            if (TryCommit(group) is { } failure)
            {
                group.ForEach(change => change.Done.SetException(failure));
                continue;
            }
            foreach (Change change in group)
            {
                change.After?.Invoke();
                change.Done.SetResult();
            }
            foreach ((LogStream stream, int partition) in parts)
            {
                appended(stream, partition);
            }
        }
    }

    private LogUnavailableException? TryCommit(List<Change> group)
    {
        try
        {
            file.Execute("BEGIN IMMEDIATE");
            // Never backwards, whatever the clock does: readers accept events by it.
            long now = Rfc3339.ToMicros(time.GetUtcNow());
            if (lastAppendedAt - now > MostBehindMicros && behind.Count() > 0)
            {
                logger.ClockBehind(Rfc3339.Format(now), Rfc3339.Format(lastAppendedAt));
            }
            lastAppendedAt = Math.Max(lastAppendedAt, now);
            foreach (Change change in group)
            {
                foreach (LogAppend record in change.Records)
                {
                    insert
                        .Bind(1, (long)record.Stream)
                        .Bind(2, record.Partition)
                        .Bind(3, lastAppendedAt)
                        .Bind(4, record.Facts)
                        .Bind(5, SqliteFactLog.Checksum(record.Payload.Span))
                        .Bind(6, record.Payload.Span)
                        .Run();
                }
                change.Work?.Invoke();
            }
            file.Execute("COMMIT");
            return null;
        }
        catch (LogUnavailableException error)
        {
            faults.Begin(error, group.Sum(change => change.Records.Sum(record => (long)record.Payload.Length)));
            file.TryRollback();
            return error;
        }
    }

    /// <summary>Finds out whether the file can be written again.</summary>
    private void TryWrite() =>
        changes.Writer.TryWrite(new Change { Work = () => faults.Try(file), After = faults.End });

    private void Replace(int partition, IReadOnlyList<LogReplacement> records)
    {
        foreach (LogReplacement record in records)
        {
            replace
                .Bind(1, SqliteFactLog.Checksum(record.Payload.Span))
                .Bind(2, record.Payload.Span)
                .Bind(3, record.Offset)
                .Bind(4, (long)LogStream.Events)
                .Bind(5, partition)
                .Run();
        }
    }

    private PartitionContents Remove(LogStream stream, int partition, long upTo)
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[count, delete])
        {
            // A failure may have left it half way.
            statement.Reset();
            statement.Bind(1, (long)stream).Bind(2, partition).Bind(3, upTo);
        }
        count.Step();
        var removed = PartitionContents.Of(count, stream, partition);
        count.Reset();
        if (removed.Records > 0)
        {
            (mayTell, isVacuumed) = (true, false);
        }
        file.LeavingTraces(delete.Run);
        return removed;
    }

    /// <summary>
    /// SQLite keeps the pages of removed records for new ones, with what was in them. A log that is empty needs none, and
    /// nobody is to find there what it held.
    /// </summary>
    private void ForgetRemoved()
    {
        try
        {
            if (!mayTell || file.Scalar("SELECT EXISTS (SELECT 1 FROM records)") != 0)
            {
                return;
            }
            if (!isVacuumed)
            {
                file.Execute("VACUUM");
                isVacuumed = true;
            }
            // Not while somebody reads.
            mayTell = !file.TryEmptyAhead();
        }
        catch (LogUnavailableException error)
        {
            logger.RoomNotGivenBack(error.Message);
        }
        if (mayTell)
        {
            forgetAgain?.Dispose();
            forgetAgain = time.CreateTimer(_ => ForgetRemovedSoon(), null, ForgetAgainAfter, Timeout.InfiniteTimeSpan);
        }
    }

    private LogUnavailableException? TryEmptyAhead()
    {
        try
        {
            return file.TryEmptyAhead() ? null : new LogUnavailableException("Somebody is reading what was replaced.");
        }
        catch (LogUnavailableException error)
        {
            return error;
        }
    }

    /// <summary>What one caller waits for.</summary>
    private sealed class Change
    {
        public IReadOnlyList<LogAppend> Records { get; init; } = [];

        /// <summary>Done within the transaction, after the records.</summary>
        public Action? Work { get; init; }

        /// <summary>Done once it is committed, before the caller hears of it. Must not throw.</summary>
        public Action? After { get; init; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
