namespace CreatorStream.Pipeline.Ports;

/// <summary>The streams of a log. Values are stored: never renumber.</summary>
public enum LogStream
{
    /// <summary>What visitors did, by visitor in as many partitions as the log has; columns by EventBatchCodec.</summary>
    Events = 0,

    /// <summary>Cumulative counters of platforms; JSON lines, one partition.</summary>
    Counters = 1,

    /// <summary>Catalog entries; JSON lines, one partition.</summary>
    Catalog = 2,

    /// <summary>What people decided, such as erasures; JSON lines, one partition.</summary>
    Decisions = 3,
}

/// <summary>One record to append: a payload and how many facts it holds.</summary>
public readonly record struct LogAppend(LogStream Stream, int Partition, ReadOnlyMemory<byte> Payload, int Facts);

/// <summary>One record read back. The payload is valid until the reader reads on.</summary>
public readonly ref struct LogRecord(long offset, long appendedAtMicros, int facts, ReadOnlySpan<byte> payload)
{
    public long Offset { get; } = offset;

    /// <summary>When the log took it, in microseconds since 1970: by this, not by a reader's clock, an event is accepted.</summary>
    public long AppendedAtMicros { get; } = appendedAtMicros;
    public int Facts { get; } = facts;
    public ReadOnlySpan<byte> Payload { get; } = payload;
}

/// <summary>
/// The fact log: the only truth. Everything else can be thrown away and is rebuilt from it.
/// </summary>
public interface IFactLog
{
    /// <summary>Partitions of <see cref="LogStream.Events"/>, fixed for the log's life.</summary>
    int Partitions { get; }

    /// <summary>The log's secret: keys the fingerprints of its events.</summary>
    ulong Secret { get; }

    /// <summary>Appends records together. Completes when all are durable (fsynced, or acknowledged by all replicas).</summary>
    /// <exception cref="LogUnavailableException">Nothing was taken, or it isn't known: append again, duplicates are removed.</exception>
    Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel);

    /// <summary>Reads one partition from behind an offset (0: from the beginning).</summary>
    ILogReader Read(LogStream stream, int partition, long afterOffset);

    /// <summary>The offset of the newest record of a partition, 0 where there is none.</summary>
    long EndOffset(LogStream stream, int partition);
}

/// <summary>Reads one partition in order. Used by one thread at a time.</summary>
public interface ILogReader : IDisposable
{
    /// <returns>false at the end, for now.</returns>
    bool TryRead(out LogRecord record);

    /// <summary>How far it has read, over damaged records too.</summary>
    long Offset { get; }

    /// <summary>Facts in damaged records, which were set aside.</summary>
    long DamagedFacts { get; }

    /// <summary>Completes when there is more to read than at the last <see cref="TryRead"/>.</summary>
    Task Appended { get; }
}

/// <summary>The log can't take or give records just now: the disk is full, or brokers are away.</summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
