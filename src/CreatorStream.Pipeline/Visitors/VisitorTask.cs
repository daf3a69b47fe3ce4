using System.Threading.Channels;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Owns one partition of the events: reads it, and the catalog, in the log's order, runs them through its flow and
/// publishes what changed. One reader, one writer; nothing is shared but the channels at its ends.
/// </summary>
public sealed class VisitorTask : IDisposable
{
    /// <summary>At most so many records between two looks at the clock.</summary>
    private const int RecordsPerTurn = 16;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly int partition;
    private readonly IFactLog log;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ChannelWriter<PartialRows> output;
    private readonly VisitorState state;
    private readonly VisitorFlow flow;
    private readonly VisitorSnapshots snapshots;
    private readonly FactBatch batch;
    private long eventsOffset;
    private long catalogOffset;
    private long verdictsApplied;
    private long undecodable;
    private bool changed = true;

    public VisitorTask(
        int partition,
        IFactLog log,
        ISnapshotStore store,
        ChannelWriter<PartialRows> output,
        EngineOptions options,
        StateMemory memory,
        TimeProvider time,
        ILogger logger
    )
    {
        this.partition = partition;
        this.log = log;
        this.output = output;
        this.time = time;
        this.logger = logger;
        state = new VisitorState(memory, options.Retention);
        flow = new VisitorFlow(state);
        snapshots = new VisitorSnapshots($"visitors-{partition}", state, flow, store, options, time, logger);
        batch = new FactBatch(log.Secret);
    }

    /// <summary>What stage 2 finds about actors of this partition.</summary>
    public VerdictInbox Verdicts { get; } = new();

    /// <summary>Runs until cancelled; then saves a snapshot.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        eventsOffset = snapshots.Restore(log.EndOffset(LogStream.Events, partition));
        using ILogReader events = log.Read(LogStream.Events, partition, eventsOffset);
        using ILogReader catalog = log.Read(LogStream.Catalog, 0, 0);
        long lastTick = 0;
        Task cancelled = Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                Task verdict = Verdicts.Arrival;
                ReadCatalog(catalog);
                ReadVerdicts();
                bool more = ReadEvents(events);
                if (changed && (lastTick == 0 || time.GetElapsedTime(lastTick) >= TickInterval))
                {
                    await output.WriteAsync(Tick(events), cancel);
                    lastTick = time.GetTimestamp();
                }
                else if (!more)
                {
                    if (changed)
                    {
                        TimeSpan rest = TickInterval - time.GetElapsedTime(lastTick);
                        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancel);
                    }
                    else
                    {
                        Task due = snapshots.Due(eventsOffset, cancel) ?? cancelled;
                        await Task.WhenAny(events.Appended, catalog.Appended, verdict, cancelled, due);
                    }
                }
                snapshots.SaveIfDue(eventsOffset);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The orderly end.
        }
        snapshots.Save(eventsOffset);
    }

    public void Dispose() => flow.Dispose();

    private void ReadCatalog(ILogReader catalog)
    {
        while (catalog.TryRead(out LogRecord record))
        {
            flow.Apply(record.Payload);
        }
        changed |= catalog.Offset != catalogOffset;
        catalogOffset = catalog.Offset;
    }

    private void ReadVerdicts()
    {
        IReadOnlyCollection<Verdict> verdicts = Verdicts.Take(out long received);
        foreach (Verdict verdict in verdicts)
        {
            flow.Apply(verdict);
        }
        changed |= received != verdictsApplied;
        verdictsApplied = received;
    }

    /// <returns>Whether there may be more at once.</returns>
    private bool ReadEvents(ILogReader events)
    {
        for (int i = 0; i < RecordsPerTurn; i++)
        {
            bool read = events.TryRead(out LogRecord record);
            changed |= events.Offset != eventsOffset;
            eventsOffset = events.Offset;
            if (!read)
            {
                return false;
            }
            try
            {
                EventBatchCodec.Decode(record.Payload, batch.Events);
            }
            catch (InvalidDataException error)
            {
                undecodable += record.Facts;
                logger.LogError(
                    error,
                    "Record {Offset} of partition {Partition} can't be read; its {Facts} events are left out",
                    record.Offset,
                    partition,
                    record.Facts
                );
                continue;
            }
            batch.AppendedAtMicros = record.AppendedAtMicros;
            flow.Next(batch);
        }
        return true;
    }

    private PartialRows Tick(ILogReader events)
    {
        changed = false;
        Deduplication.Deduplicator seen = state.Deduplicator;
        var counters = new TaskCounters(
            seen.AcceptedCount,
            seen.Duplicates,
            seen.ReusedIds,
            seen.Late,
            seen.TooOld,
            seen.TooEarly,
            undecodable + events.DamagedFacts,
            state.Journeys.Count
        );
        return flow.Tick(partition, new TaskProgress(eventsOffset, catalogOffset, verdictsApplied, counters));
    }
}
