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
public sealed class DirectorySink : IEventSink
{
    private readonly DataFolder _folder;
    private readonly SqliteFactLog _log;
    private readonly StateMemory _memory = new();
    private readonly ErasedVisitors _erased;
    private readonly EventCollector _events;
    private readonly EntryCollector _entries;
    private readonly FactKind _kind;

    /// <exception cref="SinkException">The folder is in use, or can't be written.</exception>
    public DirectorySink(SinkTarget target, TimeProvider time)
    {
        _kind = target.Kind;
        try
        {
            _folder = DataFolder.Open(target.To);
            _folder.RequireLog();
        }
        catch (SettingException error)
        {
            _folder?.Dispose();
            throw new SinkException(error.Message + " Or import into the running service: --to URL.", error);
        }
        try
        {
            _log = SqliteFactLog.Open(_folder.Log, null, time, NullLogger<SqliteFactLog>.Instance);
        }
        catch (LogUnavailableException error)
        {
            _folder.Dispose();
            throw new SinkException($"The log {target.To} can't be opened: {error.Message}", error);
        }
        var metrics = new CollectMetrics();
        // No tasks run here: the log's own disk is all that can be full.
        _erased = new ErasedVisitors(_log);
        _erased.TakeIn();
        _events = new EventCollector(_log, _erased, _memory, metrics, time);
        _entries = new EntryCollector(_log, _memory, metrics, time);
    }

    public async ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct)
    {
        try
        {
            CollectResult result = _kind switch
            {
                FactKind.Events => await _events.CollectAsync(Principal.Import, ndjson, isLines: true, ct),
                FactKind.Counters => await _entries.CountersAsync(Principal.Import, ndjson, isLines: true, ct),
                FactKind.Erasures => await _entries.ErasuresAsync(Principal.Import, ndjson, isLines: true, ct),
                _ => await _entries.CatalogAsync(Principal.Import, ndjson, isLines: true, ct),
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
        _events.Dispose();
        _log.Dispose();
        _erased.Dispose();
        _memory.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
