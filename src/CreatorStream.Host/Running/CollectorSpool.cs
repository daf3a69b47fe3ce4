using CreatorStream.Embedded;
using CreatorStream.Embedded.Spool;
using CreatorStream.Host.Configuration;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Running;

/// <summary>The spool of a collecting process, in its data folder, which it holds.</summary>
internal sealed class CollectorSpool : IAsyncDisposable
{
    private const long UsualBytes = 1_000_000_000;

    private readonly DataFolder folder;
    private readonly long capacity;
    private readonly TimeProvider time;
    private readonly ILoggerFactory loggers;
    private bool hasTaken;

    private CollectorSpool(DataFolder folder, long capacity, TimeProvider time, ILoggerFactory loggers)
    {
        this.folder = folder;
        this.capacity = capacity;
        this.time = time;
        this.loggers = loggers;
        Use(FactSpool.Find(folder.Spool, capacity, time, loggers.CreateLogger<SqliteFactLog>()));
    }

    /// <summary>What waits; null before it is known how the log is divided.</summary>
    public FactSpool? Spool { get; private set; }

    /// <summary>The log behind the spool; null before the spool is there.</summary>
    public SpooledFactLog? Log { get; private set; }

    /// <returns>null where none is wanted, or there is no data folder to keep it in.</returns>
    /// <exception cref="SettingException">The folder can't be used.</exception>
    public static CollectorSpool? Open(ServiceOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.SpoolBytes == 0)
        {
            return null;
        }
        if (options.Data is not { } data)
        {
            return options.SpoolBytes == null
                ? null
                : throw new SettingException("--spool needs --data: name the folder that keeps the spool.");
        }
        var folder = DataFolder.Open(data);
        try
        {
            return new CollectorSpool(folder, options.SpoolBytes ?? UsualBytes, time, loggers);
        }
        catch (LogUnavailableException error)
        {
            folder.Dispose();
            throw new SettingException($"The spool {folder.Spool} can't be opened: {error.Message}");
        }
    }

    /// <summary>Whether a former process left what is needed before Kafka is reached: how the log is divided, and who was
    /// erased.</summary>
    public bool CanTakeEarly => Spool?.Known != null;

    /// <summary>Takes events before Kafka has been reached, for a log as a former process found it.</summary>
    /// <param name="erased">Whom that one knew to be erased. What was decided since is looked after when events are sent.</param>
    public SpooledFactLog TakeEarly(out ErasedVisitors erased)
    {
        erased = new ErasedVisitors(Log!);
        erased.Know(Spool!.Known!.Visitors);
        hasTaken = true;
        return Log!;
    }

    /// <summary>Puts the spool before the log, and begins to send it what waits.</summary>
    /// <param name="erased">Has taken in all decisions of the log, and goes on to.</param>
    /// <returns>Ends only with a failure.</returns>
    /// <exception cref="InvalidOperationException">What waits is for another log.</exception>
    /// <exception cref="LogUnavailableException">The folder can't be written.</exception>
    public async Task<Task> AttachAsync(IFactLog log, ErasedVisitors erased)
    {
        if (Spool?.Known is { } known && known.LogSecret != log.Secret)
        {
            if (Spool.Facts > 0 || hasTaken)
            {
                throw new InvalidOperationException(
                    $"The spool {folder.Spool} holds {Spool.Facts} events for another log than the one in Kafka now: its topics were made anew, or the prefix is another one. Bring that log back; or remove the spool to give the events up."
                );
            }
            await CloseAsync();
            FactSpool.Delete(folder.Spool);
        }
        if (Spool != null && Spool.Partitions != log.Partitions)
        {
            if (hasTaken)
            {
                throw new InvalidOperationException(
                    $"The log has {log.Partitions} partitions, and events were taken for one of {Spool.Partitions} while Kafka was away: they are sent after the next start."
                );
            }
            if (Spool.Facts == 0)
            {
                await CloseAsync();
                FactSpool.Delete(folder.Spool);
            }
        }
        if (Spool == null)
        {
            ILogger<SqliteFactLog> logger = loggers.CreateLogger<SqliteFactLog>();
            Use(FactSpool.Make(folder.Spool, log.Partitions, capacity, time, logger));
        }
        Task failed = Task.WhenAny(Log!.Attach(log, erased), Spool!.Completion).Unwrap();
        // Before anything more is taken: the next process may have to do without Kafka.
        await TryKeepAsync(erased.Secret, erased.All);
        return failed;
    }

    /// <summary>Keeps who was erased for the next process.</summary>
    /// <returns>false: the disk doesn't take it.</returns>
    public async Task<bool> TryKeepAsync(ulong logSecret, IReadOnlyCollection<ulong> erased)
    {
        try
        {
            await Spool!.KeepAsync(new KnownErasures(logSecret, erased));
            return true;
        }
        catch (LogUnavailableException)
        {
            // What it said of the disk stands in the log already.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private void Use(FactSpool? spool)
    {
        Spool = spool;
        Log = spool == null ? null : new SpooledFactLog(spool, time, loggers.CreateLogger<SpooledFactLog>());
    }

    private async Task CloseAsync()
    {
        if (Log != null)
        {
            await Log.DisposeAsync();
        }
        Spool?.Dispose();
        (Spool, Log) = (null, null);
    }
}
