using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Spool;

/// <summary>
/// A log with a spool before it: what the log doesn't take is put on disk and acknowledged, and sent in its order, by
/// partition, as soon as the log takes it; what comes meanwhile goes behind it.
/// A log that was too slow to answer may have taken a record all the same: it is then sent twice, and counts once.
/// The catalog is not spooled: whoever changes it waits for the answer, and the last word must be the last.
/// </summary>
public sealed class SpooledFactLog : IFactLog, IAsyncDisposable
{
    /// <summary>How long a log may take to acknowledge before it counts as away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FactSpool spool;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SpoolLanes lanes;
    private volatile Sink? sink;
    private volatile bool isRefusedByDisk;

    /// <summary>Takes records from now on, and keeps them all in the spool until there is a log.</summary>
    public SpooledFactLog(FactSpool spool, TimeProvider time, ILogger<SpooledFactLog> logger)
    {
        this.spool = spool;
        this.time = time;
        this.logger = logger;
        lanes = new SpoolLanes(spool, time, logger);
    }

    public int Partitions => sink?.Log.Partitions ?? spool.Partitions;

    /// <summary>Before there is a log, that of the one that a former process knew.</summary>
    /// <exception cref="LogUnavailableException">There is none yet.</exception>
    public ulong Secret => sink == null && spool.Known is { } known ? known.LogSecret : Log.Secret;

    /// <summary>Why the last records were refused; null while it takes what comes, or has made room again.</summary>
    public string? Refusal => isRefusedByDisk && spool.Fault == null ? null : lanes.Refusal;

    private IFactLog Log => sink?.Log ?? throw new LogUnavailableException("The service is waiting for its log.");

    /// <summary>Names the log, and begins to send it what waits. Once.</summary>
    /// <param name="log">Must have copied payloads when its call returns: what takes too long is not waited for.</param>
    /// <param name="erased">Has taken in all decisions of that log, and goes on to.</param>
    /// <returns>Ends only with a failure after which what is spooled would stay so.</returns>
    public Task Attach(IFactLog log, ErasedVisitors erased)
    {
        var drain = new SpoolDrain(spool, lanes, log, erased, time, logger);
        sink = new Sink(log, drain);
        lanes.TakeUndrained().ForEach(drain.Begin);
        return drain.Failed;
    }

    /// <exception cref="LogUnavailableException">Neither the log nor the spool takes them.</exception>
    public async Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        if (records.All(record => record.Stream is LogStream.Catalog or LogStream.Decisions))
        {
            await Log.AppendAsync(records, cancel);
            return;
        }
        (List<LogAppend> direct, List<LogAppend> behind) = lanes.Divide(records, isThere: sink != null);
        bool areStored = false;
        try
        {
            if (direct.Count > 0 && await TryAppendAsync(direct) is { } trouble)
            {
                lanes.Suspect(direct, trouble);
                behind.AddRange(direct);
            }
            areStored = behind.Count > 0 && await StoreAsync(behind, cancel);
        }
        finally
        {
            // Whatever happened: a lane that counts records as being stored never goes straight to the log again.
            if (behind.Count > 0)
            {
                lanes.Settle(behind, areStored);
            }
        }
        if (areStored && sink is { } there)
        {
            lanes.TakeUndrained().ForEach(there.Drain.Begin);
        }
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
        Log.Read(stream, partition, afterOffset);

    public long EndOffset(LogStream stream, int partition) => Log.EndOffset(stream, partition);

    /// <summary>Ends sending; what is left waits on disk for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (sink is { } last)
        {
            await last.Drain.DisposeAsync();
        }
    }

    /// <returns>null when the log has them; else why it hasn't, or may not.</returns>
    private async Task<string?> TryAppendAsync(IReadOnlyList<LogAppend> records)
    {
        // Not cancelled when a client goes: that says nothing of the log.
        Task append = Log.AppendAsync(records, CancellationToken.None);
        try
        {
            await append.WaitAsync(Patience, time);
            lanes.Refusal = null;
            return null;
        }
        catch (TimeoutException)
        {
            // What becomes of it doesn't matter any more.
            _ = append.ContinueWith(late => late.Exception, TaskScheduler.Default);
            return $"no answer within {Patience.TotalSeconds} s";
        }
        catch (LogUnavailableException error)
        {
            return error.Message;
        }
    }

    /// <returns>false where the spool took nothing, and the log all of it.</returns>
    private async Task<bool> StoreAsync(List<LogAppend> records, CancellationToken cancel)
    {
        if (sink == null)
        {
            lanes.NoteAway("it is not there yet");
        }
        try
        {
            await spool.StoreAsync(records, cancel);
            lanes.Refusal = null;
            return true;
        }
        catch (LogUnavailableException error) when (sink == null || !lanes.AreFirst(records))
        {
            Refuse(error);
            throw;
        }
        catch (LogUnavailableException error)
        {
            // Nobody would prove the log without them: a full disk must not keep events from a log that is there.
            int seen = lanes.Failures;
            if (await TryAppendAsync(records) != null)
            {
                Refuse(error);
                throw;
            }
            lanes.Prove(records, seen);
            return false;
        }
    }

    private void Refuse(LogUnavailableException error)
    {
        isRefusedByDisk = spool.Fault != null;
        lanes.Refusal = error.Message;
    }

    private sealed record Sink(IFactLog Log, SpoolDrain Drain);
}
