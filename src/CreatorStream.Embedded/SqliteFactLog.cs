using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
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
public sealed class SqliteFactLog : IRewritableLog, IDisposable
{
    /// <summary>After so many pages of 4 kB the write-ahead log is copied into the file.</summary>
    private const int CheckpointPages = 8192;

    /// <summary>A file of one page may be one whose tables a crash has kept from being made; a larger one has them.</summary>
    private const int PageBytes = 4096;
    private const string ErasedToSetting = "erased_to";

    /// <summary>Tells the records of events and counter readings from those of entries.</summary>
    private static readonly string OfFacts = $"stream IN ({(int)LogStream.Events}, {(int)LogStream.Counters})";

    private readonly string path;
    private readonly ILogger logger;
    private readonly SqliteFile file;
    private readonly SqliteLogWriter writer;
    private readonly ConcurrentDictionary<(LogStream, int), Signal> signals = new();
    private long erasedTo;

    private SqliteFactLog(string path, SqliteFile file, int partitions, ulong secret, TimeProvider time, ILogger logger)
    {
        this.path = path;
        this.file = file;
        this.logger = logger;
        Partitions = partitions;
        Secret = secret;
        erasedTo = long.Parse(Setting(file, ErasedToSetting, () => "0"), CultureInfo.InvariantCulture);
        writer = new SqliteLogWriter(
            path,
            file,
            (stream, partition) => SignalOf(stream, partition).Set(),
            time,
            logger
        );
    }

    public int Partitions { get; }

    public ulong Secret { get; }

    /// <summary>Why it takes no records just now, such as a full disk; null while it does.</summary>
    public LogFault? Fault => writer.Fault;

    /// <summary>Ends when the log is closed, or before, with the reason, when it can't be written any more.</summary>
    public Task Completion => writer.Completion;

    /// <summary>Appends that wait for a commit.</summary>
    public int Waiting => writer.Waiting;

    /// <param name="partitions">For a new log; null: 4, or as many as the log has.</param>
    /// <exception cref="InvalidOperationException">The log has another number of partitions.</exception>
    /// <exception cref="LogUnavailableException">It can't be opened, or is no log.</exception>
    public static SqliteFactLog Open(string path, int? partitions, TimeProvider time, ILogger<SqliteFactLog> logger)
    {
        bool isThere = File.Exists(path) && new FileInfo(path).Length > PageBytes;
        if (isThere && File.Exists(path + "-journal"))
        {
            // Opening it would leave an empty file, which the next start would take for a new log.
            throw NoLog();
        }
        var file = SqliteFile.Open(path, readOnly: false);
        try
        {
            if (isThere && file.Scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = 'settings'") == 0)
            {
                throw NoLog();
            }
            file.Execute(
                $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA secure_delete = ON;
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

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel) =>
        writer.AppendAsync(records, cancel);

    /// <summary>Removes the records of a partition up to an offset, for a log that others empty. Offsets begin anew
    /// when no record is left.</summary>
    /// <returns>What was removed, damaged records among it.</returns>
    /// <exception cref="LogUnavailableException">Nothing was removed.</exception>
    public Task<PartitionContents> RemoveAsync(LogStream stream, int partition, long upTo) =>
        writer.RemoveAsync(stream, partition, upTo);

    /// <summary>Where no record is left: sees to it that the file holds nothing of removed ones either, should a former
    /// process not have come to that.</summary>
    internal void ForgetRemoved() => writer.ForgetRemovedSoon();

    /// <summary>Does something to the file that is no record of the log.</summary>
    /// <exception cref="LogUnavailableException">Nothing was done.</exception>
    internal Task WorkAsync(Action<SqliteFile> work) => writer.WorkAsync(() => work(file));

    public long ErasedTo => Volatile.Read(ref erasedTo);

    public Task ReplaceAsync(int partition, IReadOnlyList<LogReplacement> records) =>
        writer.ReplaceAsync(partition, records);

    public async Task FinishErasuresAsync(long upTo)
    {
        await writer.EmptyAheadAsync();
        await PassErasuresAsync(upTo);
    }

    public async Task PassErasuresAsync(long upTo)
    {
        await writer.WorkAsync(() =>
        {
            using Statement write = file.Prepare("UPDATE settings SET value = ? WHERE name = ?");
            write.Bind(1, upTo.ToString(CultureInfo.InvariantCulture)).Bind(2, ErasedToSetting).Run();
        });
        Volatile.Write(ref erasedTo, upTo);
    }

    /// <summary>Looks through the whole file, which takes seconds for a large one.</summary>
    /// <exception cref="LogUnavailableException">It is damaged beyond single records.</exception>
    public void RequireSound()
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement check = reader.Prepare("PRAGMA quick_check(1)");
        if (check.Step() && check.Text(0) is not "ok" and var fault)
        {
            throw new LogUnavailableException($"SQLite: {fault}", new InvalidDataException("The file is damaged."));
        }
    }

    /// <summary>What each partition holds.</summary>
    public IReadOnlyList<PartitionContents> Contents()
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement all = reader.Prepare(
            $"SELECT {PartitionContents.Sums}, stream, part FROM records GROUP BY stream, part"
        );
        var contents = new List<PartitionContents>();
        while (all.Step())
        {
            contents.Add(PartitionContents.Of(all, (LogStream)all.Int64(3), (int)all.Int64(4)));
        }
        return contents;
    }

    /// <summary>When the log took its oldest record, in microseconds since 1970; null where it has none.</summary>
    public long? OldestMicros()
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement oldest = reader.Prepare("SELECT appended_at FROM records ORDER BY offset LIMIT 1");
        return oldest.Step() ? oldest.Int64(0) : null;
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
        new SqliteLogReader(path, stream, partition, afterOffset, SignalOf(stream, partition), logger);

    public long EndOffset(LogStream stream, int partition)
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement end = reader.Prepare("SELECT MAX(offset) FROM records WHERE stream = ? AND part = ?");
        return end.Bind(1, (long)stream).Bind(2, partition).Step() ? end.Int64(0) : 0;
    }

    /// <summary>The offset behind which all records are that the log took at a time or after it.</summary>
    public long OffsetBefore(long micros)
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement next = reader.Prepare(
            "SELECT offset, appended_at FROM records WHERE offset > ? ORDER BY offset LIMIT 1"
        );
        // Records are in order of both: halves of what is left, the first of which are before it.
        (long low, long high) = (0, reader.Scalar("SELECT MAX(offset) FROM records"));
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            bool isBefore = next.Bind(1, middle).Step() && next.Int64(1) < micros;
            (low, high) = isBefore ? (next.Int64(0), high) : (low, middle);
            next.Reset();
        }
        return low;
    }

    /// <summary>How many events and counter readings the log took before a time.</summary>
    public long FactsBefore(long micros)
    {
        using Statement count = file.Prepare(
            $"SELECT COALESCE(SUM(facts), 0) FROM records WHERE appended_at < ? AND {OfFacts}"
        );
        return count.Bind(1, micros).Step() ? count.Int64(0) : 0;
    }

    /// <summary>Removes them. Catalog and decisions stay: they are the last word on each entry. Call it before anything reads.</summary>
    /// <exception cref="LogUnavailableException">Nothing was removed: that takes as much room on the disk again.</exception>
    public void Prune(long beforeMicros)
    {
        using Statement delete = file.Prepare($"DELETE FROM records WHERE appended_at < ? AND {OfFacts}");
        file.LeavingTraces(delete.Bind(1, beforeMicros).Run);
    }

    /// <summary>How many records of a partition lie behind an offset.</summary>
    public long RecordsAfter(LogStream stream, int partition, long offset)
    {
        using var reader = SqliteFile.Open(path, readOnly: true);
        using Statement count = reader.Prepare(
            "SELECT COUNT(*) FROM records WHERE stream = ? AND part = ? AND offset > ?"
        );
        return count.Bind(1, (long)stream).Bind(2, partition).Bind(3, offset).Step() ? count.Int64(0) : 0;
    }

    /// <summary>Commits what waits, then closes.</summary>
    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private static LogUnavailableException NoLog() =>
        new(
            "It is no log: what is left of a backup that did not end, or another program's file",
            new InvalidDataException("The file has no log in it.")
        );

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
}
