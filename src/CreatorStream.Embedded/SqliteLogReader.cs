using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded;

/// <summary>
/// Reads a partition in order. The statement stays open for some records at a time only: an open one would keep the
/// write-ahead log from being emptied.
/// </summary>
internal sealed class SqliteLogReader : ILogReader
{
    private const int RecordsPerTransaction = 32;

    private readonly SqliteFile file;
    private readonly Statement select;
    private readonly Signal appended;
    private readonly ILogger logger;
    private readonly LogStream stream;
    private readonly int partition;
    private long offset;
    private int stepped = RecordsPerTransaction;
    private Task wait;

    public SqliteLogReader(
        string path,
        LogStream stream,
        int partition,
        long afterOffset,
        Signal appended,
        ILogger logger
    )
    {
        this.stream = stream;
        this.partition = partition;
        this.appended = appended;
        this.logger = logger;
        offset = afterOffset;
        wait = appended.Next;
        file = SqliteFile.Open(path, readOnly: true);
        try
        {
            select = file.Prepare(
                $"SELECT offset, appended_at, facts, checksum, payload FROM records WHERE stream = ? AND part = ? AND offset > ? ORDER BY offset LIMIT {RecordsPerTransaction}"
            );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool TryRead(out LogRecord record)
    {
        while (true)
        {
            if (stepped == RecordsPerTransaction)
            {
                // Taken before looking: what is appended from here on completes it.
                wait = appended.Next;
                select.Reset();
                select.Bind(1, (long)stream).Bind(2, partition).Bind(3, offset);
                stepped = 0;
            }
            if (!select.Step())
            {
                bool wasFirst = stepped == 0;
                select.Reset();
                stepped = RecordsPerTransaction;
                if (wasFirst)
                {
                    record = default;
                    return false;
                }
                continue;
            }
            stepped++;
            offset = select.Int64(0);
            ReadOnlySpan<byte> payload = select.Blob(4);
            if (SqliteFactLog.Checksum(payload) != select.Int64(3))
            {
                logger.RecordDamaged(offset, stream, partition, select.Int64(2));
                DamagedFacts += select.Int64(2);
                continue;
            }
            record = new LogRecord(offset, select.Int64(1), (int)select.Int64(2), payload);
            return true;
        }
    }

    public long Offset => offset;

    public long DamagedFacts { get; private set; }

    public Task Appended => wait;

    public void Dispose()
    {
        select.Dispose();
        file.Dispose();
    }
}
