using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Spool;

/// <summary>Records of one partition as the spool has them, in their order.</summary>
/// <param name="UpTo">The offset up to which it has been read, over damaged records too; 0 where there was nothing.</param>
/// <param name="DamagedFacts">In records whose checksum fails, which are left out.</param>
public sealed record SpooledGroup(IReadOnlyList<LogAppend> Records, long UpTo, long DamagedFacts);

/// <summary>
/// Records that wait on disk until their log takes them: an embedded log that is emptied from its beginning, and never
/// holds more than its capacity. For any number of threads.
/// </summary>
public sealed class FactSpool : IDisposable
{
    /// <summary>What a record takes on disk beside its payload, about.</summary>
    private const int RecordBytes = 100;

    private static readonly string[] FileSuffixes = ["", "-wal", "-shm"];

    private readonly SqliteFactLog log;
    private readonly TimeProvider time;
    private long bytes;
    private long facts;
    private long taken;
    private long damaged;

    private FactSpool(string path, long capacityBytes, SqliteFactLog log, TimeProvider time)
    {
        Path = path;
        CapacityBytes = capacityBytes;
        this.log = log;
        this.time = time;
        AtStart = log.Contents();
        Known = KnownErasures.Read(path);
        if (AtStart.Count > 0)
        {
            log.RequireSound();
        }
        else
        {
            log.ForgetRemoved();
        }
        bytes = AtStart.Sum(SizeOf);
        facts = AtStart.Sum(of => of.Facts);
    }

    public string Path { get; }

    /// <summary>Ends when it is closed, or before, with the reason, when it can't be written any more.</summary>
    public Task Completion => log.Completion;

    public long CapacityBytes { get; }

    /// <summary>Of the log that the records are for: they are divided by its partitions.</summary>
    public int Partitions => log.Partitions;

    /// <summary>Why it can't be written just now, such as a full disk; null while it can.</summary>
    public LogFault? Fault => log.Fault;

    /// <summary>What a former process left, by partition.</summary>
    public IReadOnlyList<PartitionContents> AtStart { get; }

    /// <summary>Whom a process knew to be erased that used the file, and of which log; null where none had come so far.</summary>
    public KnownErasures? Known { get; private set; }

    /// <summary>What the waiting records take; at most the capacity.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Events and counter readings that wait.</summary>
    public long Facts => Interlocked.Read(ref facts);

    /// <summary>Events and counter readings that were put here since the start.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Facts in damaged records, which were left out since the start.</summary>
    public long Damaged => Interlocked.Read(ref damaged);

    /// <summary>Opens the spool that a former process left. One that is no sound database any more is put beside, by
    /// another name, so that it stops no collector.</summary>
    /// <returns>null where there is none.</returns>
    /// <exception cref="LogUnavailableException">The folder can't be read or written.</exception>
    public static FactSpool? Find(string path, long capacityBytes, TimeProvider time, ILogger<SqliteFactLog> logger)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return Open(path, null, capacityBytes, time, logger);
        }
        catch (LogUnavailableException error) when (error.InnerException is InvalidDataException)
        {
            string aside = $"{path}.damaged-{time.GetUtcNow().ToUnixTimeMilliseconds()}";
            logger.SpoolDamaged(error, path, aside);
            foreach (string suffix in FileSuffixes.Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }
            return null;
        }
    }

    /// <summary>Makes a spool where there is none.</summary>
    /// <param name="partitions">Of the log that the records are for.</param>
    /// <exception cref="LogUnavailableException">The folder can't be written.</exception>
    public static FactSpool Make(
        string path,
        int partitions,
        long capacityBytes,
        TimeProvider time,
        ILogger<SqliteFactLog> logger
    ) => Open(path, partitions, capacityBytes, time, logger);

    /// <summary>Removes an empty spool, so that one for a log of other partitions can be made.</summary>
    public static void Delete(string path)
    {
        foreach (string suffix in FileSuffixes)
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>For how long the oldest record has been waiting; zero where none is.</summary>
    public TimeSpan OldestAge() =>
        Facts > 0 && log.OldestMicros() is { } oldest
            ? TimeSpan.FromMicroseconds(Math.Max(0, Rfc3339.ToMicros(time.GetUtcNow()) - oldest))
            : TimeSpan.Zero;

    /// <summary>Completes when all are on disk.</summary>
    /// <exception cref="LogUnavailableException">They would exceed the capacity, or the disk doesn't take them: none
    /// was taken.</exception>
    public async Task StoreAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        long size = records.Sum(record => (long)record.Payload.Length + RecordBytes);
        // Reserved first: requests that are under way at the same time must not exceed the capacity together.
        if (Interlocked.Add(ref bytes, size) > CapacityBytes)
        {
            Interlocked.Add(ref bytes, -size);
            throw new LogUnavailableException($"The spool of {CapacityBytes / 1_000_000} MB is full");
        }
        try
        {
            await log.AppendAsync(records, cancel);
        }
        catch (Exception error)
        {
            Interlocked.Add(ref bytes, -size);
            if (error is LogUnavailableException)
            {
                throw new LogUnavailableException($"The spool can't be written: {error.Message}", error);
            }
            throw;
        }
        long count = records.Sum(record => (long)record.Facts);
        Interlocked.Add(ref facts, count);
        Interlocked.Add(ref taken, count);
    }

    /// <summary>Keeps who was erased for the next process, beside those kept before.</summary>
    /// <exception cref="LogUnavailableException">It can't be written.</exception>
    public async Task KeepAsync(KnownErasures erasures)
    {
        await log.WorkAsync(erasures.Write);
        Known ??= erasures;
    }

    /// <summary>Reads on in a partition, for about so many bytes, and one record at least.</summary>
    /// <param name="after">The offset up to which the reader has come; 0: from the beginning.</param>
    /// <exception cref="LogUnavailableException">It can't be read.</exception>
    public SpooledGroup Read(LogStream stream, int partition, long after, int mostBytes)
    {
        // Opened for each group: an open reader keeps the write-ahead log from being emptied, and a log that is away
        // may be so for hours.
        using ILogReader reader = log.Read(stream, partition, after);
        var records = new List<LogAppend>();
        int size = 0;
        while (size < mostBytes && reader.TryRead(out LogRecord record))
        {
            records.Add(new LogAppend(stream, partition, record.Payload.ToArray(), record.Facts));
            size += record.Payload.Length + RecordBytes;
        }
        return new SpooledGroup(records, reader.Offset, reader.DamagedFacts);
    }

    /// <summary>Removes what was read.</summary>
    /// <returns>How many records.</returns>
    /// <exception cref="LogUnavailableException">None was removed.</exception>
    public async Task<long> RemoveAsync(LogStream stream, int partition, SpooledGroup group)
    {
        PartitionContents removed = await log.RemoveAsync(stream, partition, group.UpTo);
        Interlocked.Add(ref bytes, -SizeOf(removed));
        Interlocked.Add(ref facts, -removed.Facts);
        Interlocked.Add(ref damaged, group.DamagedFacts);
        return removed.Records;
    }

    public void Dispose() => log.Dispose();

    private static long SizeOf(PartitionContents of) => of.Bytes + (of.Records * RecordBytes);

    private static FactSpool Open(
        string path,
        int? partitions,
        long capacityBytes,
        TimeProvider time,
        ILogger<SqliteFactLog> logger
    )
    {
        var log = SqliteFactLog.Open(path, partitions, time, logger);
        try
        {
            return new FactSpool(path, capacityBytes, log, time);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }
}
