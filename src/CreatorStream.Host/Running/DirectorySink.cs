using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Running;

/// <summary>
/// Appends to the log of a data folder whose service does not run: the same collector without HTTP. The service counts
/// the events when it starts.
/// </summary>
internal sealed class DirectorySink : IEventSink
{
    private readonly DataFolder folder;
    private readonly SqliteFactLog log;
    private readonly StateMemory memory = new();
    private readonly ErasedVisitors erased;
    private readonly EventCollector events;
    private readonly EntryCollector entries;
    private readonly FactKind kind;

    /// <exception cref="SinkException">The folder is in use, or can't be written.</exception>
    public DirectorySink(SinkTarget target, TimeProvider time)
    {
        kind = target.Kind;
        try
        {
            folder = DataFolder.Open(target.To);
            folder.RequireLog();
        }
        catch (SettingException error)
        {
            folder?.Dispose();
            throw new SinkException(error.Message + " Or import into the running service: --to URL.", error);
        }
        SqliteFactLog? opened = null;
        try
        {
            opened = SqliteFactLog.Open(folder.Log, null, time, NullLogger<SqliteFactLog>.Instance);
            if (File.Exists(folder.Snapshots))
            {
                // What is appended to an older log would hide that records are missing before it.
                folder.OpenSnapshots(opened).Dispose();
            }
            log = opened;
        }
        catch (SettingException error)
        {
            opened?.Dispose();
            folder.Dispose();
            throw new SinkException(error.Message, error);
        }
        catch (LogUnavailableException error)
        {
            folder.Dispose();
            opened?.Dispose();
            throw new SinkException($"The log {target.To} can't be opened: {error.Message}", error);
        }
        var metrics = new CollectMetrics();
        // No tasks run here: the log's own disk is all that can be full.
        erased = new ErasedVisitors(log);
        erased.TakeIn();
        events = new EventCollector(log, erased, memory, metrics, time);
        entries = new EntryCollector(log, memory, metrics, time);
    }

    public async ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct)
    {
        try
        {
            CollectResult result = kind switch
            {
                FactKind.Events => await this.events.CollectAsync(Principal.Import, ndjson, isLines: true, ct),
                FactKind.Counters => await entries.CountersAsync(Principal.Import, ndjson, isLines: true, ct),
                FactKind.Erasures => await entries.DecisionsAsync(
                    DecisionKind.Erasure,
                    Principal.Import,
                    ndjson,
                    isLines: true,
                    ct
                ),
                _ => await entries.CatalogAsync(Principal.Import, ndjson, isLines: true, ct),
            };
            return new SinkResult(
                result.Accepted,
                [.. result.Rejections.Select(at => new SinkRejection(at.Index, at.Field, at.Reason))]
            );
        }
        catch (Exception error) when (error is RefusedException or LogUnavailableException)
        {
            throw new SinkException(error.Message, error);
        }
    }

    public ValueTask DisposeAsync()
    {
        events.Dispose();
        log.Dispose();
        erased.Dispose();
        memory.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
