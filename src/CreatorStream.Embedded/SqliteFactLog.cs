using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded;

/// <summary>
/// The embedded fact log: one SQLite file in WAL mode with a full sync at every commit. One thread appends, and commits
/// whatever has gathered meanwhile in one transaction (group commit); readers have connections of their own.
/// A checksum per record finds flipped bits; such a record is set aside loudly and the rest goes on.
/// </summary>
public sealed class SqliteFactLog : IFactLog, IDisposable
{
    private const int MostWaitingAppends = 256;
    private const long MostBytesPerCommit = 16 << 20;

    /// <summary>After so many pages of 4 kB the write-ahead log is copied into the file.</summary>
    private const int CheckpointPages = 8192;

    private readonly string path;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SqliteFile file;
    private readonly Statement insert;
    private readonly Channel<Append> appends = Channel.CreateBounded<Append>(
        new BoundedChannelOptions(MostWaitingAppends) { SingleReader = true }
    );
    private readonly ConcurrentDictionary<(LogStream, int), Signal> signals = new();
    private readonly Task writer;
    private long lastAppendedAt;

    private SqliteFactLog(string path, SqliteFile file, int partitions, ulong secret, TimeProvider time, ILogger logger)
    {
        this.path = path;
        this.file = file;
        this.time = time;
        this.logger = logger;
        Partitions = partitions;
        Secret = secret;
        lastAppendedAt = file.Scalar("SELECT appended_at FROM records ORDER BY offset DESC LIMIT 1");
        insert = file.Prepare(
            "INSERT INTO records (stream, part, appended_at, facts, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)"
        );
        writer = Task.Factory.StartNew(
            WriteAll,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    public int Partitions { get; }

    public ulong Secret { get; }

    /// <summary>Appends that wait for a commit.</summary>
    public int Waiting => appends.Reader.Count;

    /// <param name="partitions">For a new log; null: 4, or as many as the log has.</param>
    /// <exception cref="InvalidOperationException">The log has another number of partitions.</exception>
    public static SqliteFactLog Open(string path, int? partitions, TimeProvider time, ILogger<SqliteFactLog> logger)
    {
        SqliteFile file = SqliteFile.Open(path, readOnly: false);
        try
        {
            file.Execute(
                $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = {CheckpointPages};
                CREATE TABLE IF NOT EXISTS records (
                  offset INTEGER PRIMARY KEY,
                  stream INTEGER NOT NULL,
                  part INTEGER NOT NULL,
                  appended_at INTEGER NOT NULL,
                  facts INTEGER NOT NULL,
                  checksum INTEGER NOT NULL,
                  payload BLOB NOT NULL
                );
                CREATE INDEX IF NOT EXISTS records_by_part ON records (stream, part, offset);
                CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                """
            );
            int kept = int.Parse(
                Setting(file, "partitions", () => (partitions ?? 4).ToString(CultureInfo.InvariantCulture)),
                CultureInfo.InvariantCulture
            );
            if (partitions is { } wanted && wanted != kept)
            {
                throw new InvalidOperationException(
                    $"The log {path} has {kept} partitions, not {wanted}. Their number is fixed for a log's life: start without --partitions, or with another --data."
                );
            }
            ulong secret = ulong.Parse(
                Setting(
                    file,
                    "secret",
                    () =>
                        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)).ToString(CultureInfo.InvariantCulture)
                ),
                CultureInfo.InvariantCulture
            );
            return new SqliteFactLog(path, file, kept, secret, time, logger);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        var append = new Append(records, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await appends.Writer.WriteAsync(append, cancel);
        }
        catch (ChannelClosedException error)
        {
            throw new LogUnavailableException("The log is closed.", error);
        }
        // Not cancelled any more: the payloads are in use until the commit.
        await append.Done.Task;
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
        new SqliteLogReader(path, stream, partition, afterOffset, SignalOf(stream, partition), logger);

    public long EndOffset(LogStream stream, int partition)
    {
        using SqliteFile reader = SqliteFile.Open(path, readOnly: true);
        using Statement end = reader.Prepare("SELECT MAX(offset) FROM records WHERE stream = ? AND part = ?");
        return end.Bind(1, (long)stream).Bind(2, partition).Step() ? end.Int64(0) : 0;
    }

    /// <summary>How many events and counter readings the log took before a time.</summary>
    public long FactsBefore(long micros)
    {
        using Statement count = file.Prepare(
            "SELECT COALESCE(SUM(facts), 0) FROM records WHERE appended_at < ? AND stream <> ?"
        );
        return count.Bind(1, micros).Bind(2, (long)LogStream.Catalog).Step() ? count.Int64(0) : 0;
    }

    /// <summary>Removes them. The catalog stays: it is the last word on each entry. Call it before anything reads.</summary>
    public void Prune(long beforeMicros)
    {
        using Statement delete = file.Prepare("DELETE FROM records WHERE appended_at < ? AND stream <> ?");
        delete.Bind(1, beforeMicros).Bind(2, (long)LogStream.Catalog).Run();
    }

    /// <summary>How many records of a partition lie behind an offset.</summary>
    public long RecordsAfter(LogStream stream, int partition, long offset)
    {
        using SqliteFile reader = SqliteFile.Open(path, readOnly: true);
        using Statement count = reader.Prepare(
            "SELECT COUNT(*) FROM records WHERE stream = ? AND part = ? AND offset > ?"
        );
        return count.Bind(1, (long)stream).Bind(2, partition).Bind(3, offset).Step() ? count.Int64(0) : 0;
    }

    /// <summary>Commits what waits, then closes.</summary>
    public void Dispose()
    {
        appends.Writer.TryComplete();
        writer.GetAwaiter().GetResult();
        insert.Dispose();
        file.Dispose();
    }

    internal static long Checksum(ReadOnlySpan<byte> payload) => (long)Hash64.Compute(payload, 0);

    private static string Setting(SqliteFile file, string name, Func<string> make)
    {
        using Statement read = file.Prepare("SELECT value FROM settings WHERE name = ?");
        if (read.Bind(1, name).Step())
        {
            return read.Text(0);
        }
        string value = make();
        using Statement write = file.Prepare("INSERT INTO settings (name, value) VALUES (?, ?)");
        write.Bind(1, name).Bind(2, value).Run();
        return value;
    }

    private Signal SignalOf(LogStream stream, int partition) =>
        signals.GetOrAdd((stream, partition), _ => new Signal());

    private void WriteAll()
    {
        var group = new List<Append>();
        var parts = new HashSet<(LogStream, int)>();
        while (appends.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            parts.Clear();
            long bytes = 0;
            while (bytes < MostBytesPerCommit && appends.Reader.TryRead(out Append? append))
            {
                group.Add(append);
                foreach (LogAppend record in append.Records)
                {
                    bytes += record.Payload.Length;
                    parts.Add((record.Stream, record.Partition));
                }
            }
            if (TryCommit(group) is { } failure)
            {
                group.ForEach(append => append.Done.SetException(failure));
                continue;
            }
            group.ForEach(append => append.Done.SetResult());
            foreach ((LogStream stream, int partition) in parts)
            {
                SignalOf(stream, partition).Set();
            }
        }
    }

    private LogUnavailableException? TryCommit(List<Append> group)
    {
        try
        {
            file.Execute("BEGIN IMMEDIATE");
            // Never backwards, whatever the clock does: readers accept events by it.
            lastAppendedAt = Math.Max(lastAppendedAt, Rfc3339.ToMicros(time.GetUtcNow()));
            foreach (Append append in group)
            {
                foreach (LogAppend record in append.Records)
                {
                    insert
                        .Bind(1, (long)record.Stream)
                        .Bind(2, record.Partition)
                        .Bind(3, lastAppendedAt)
                        .Bind(4, record.Facts)
                        .Bind(5, Checksum(record.Payload.Span))
                        .Bind(6, record.Payload.Span)
                        .Run();
                }
            }
            file.Execute("COMMIT");
            return null;
        }
        catch (LogUnavailableException error)
        {
            logger.LogError(
                error,
                "The log could not be written; nothing of {Appends} requests was taken",
                group.Count
            );
            TryRollback();
            return error;
        }
    }

    private void TryRollback()
    {
        try
        {
            file.Execute("ROLLBACK");
        }
        catch (LogUnavailableException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    private sealed record Append(IReadOnlyList<LogAppend> Records, TaskCompletionSource Done);
}
