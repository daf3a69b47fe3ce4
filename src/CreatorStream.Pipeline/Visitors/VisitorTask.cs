using System.Diagnostics;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Owns one partition of the events: reads it, and the catalog, in the log's order, runs them through its flow and
/// publishes what changed. One reader, one writer; nothing is shared but what is at its ends.
/// </summary>
public sealed class VisitorTask : IDisposable
{
    /// <summary>At most so many records between two looks at the clock.</summary>
    private const int RecordsPerTurn = 16;

    /// <summary>Entries of the catalog at most: thousands may come at once.</summary>
    private const int EntriesPerTurn = 512;

    /// <summary>A tick of more events comes half as often: many of them change the same rows, which are published once then.</summary>
    private const int ManyEvents = 4_096;

    /// <summary>One part of so many of what entries may look at: these are strangers' doing, and events wait for them.</summary>
    private const int BurstShare = 8;

    private readonly int partition;
    private readonly IFactLog log;
    private readonly EngineOptions options;
    private readonly StateMemory memory;
    private readonly StateScope scope;
    private readonly TimeProvider time;
    private readonly IEventReader events;
    private readonly Func<PartialRows, CancellationToken, ValueTask> publish;
    private readonly VisitorState state;
    private readonly VisitorFlow flow;
    private readonly VisitorSnapshots snapshots;
    private readonly FactBatch batch;
    private readonly ErasedVisitors erased;
    private EntryReader<CatalogEntry>? catalog;
    private long eventsOffset;
    private long catalogRead;
    private long catalogOffset;
    private long verdictsApplied;
    private long lastTick;
    private long tickedEvents;
    private bool changed = true;

    /// <param name="publish">Takes what changed at every tick; the task waits for it.</param>
    public VisitorTask(
        int partition,
        IFactLog log,
        IEventReader events,
        ISnapshotStore store,
        Func<PartialRows, CancellationToken, ValueTask> publish,
        EngineOptions options,
        StateMemory memory,
        TimeProvider time,
        ILogger logger
    )
    {
        this.partition = partition;
        this.log = log;
        this.events = events;
        this.publish = publish;
        this.options = options;
        this.memory = memory;
        this.time = time;
        scope = memory.Open();
        state = new VisitorState(scope, options.Retention, options.SnapshotVisitors);
        flow = new VisitorFlow(state);
        snapshots = new VisitorSnapshots($"visitors-{partition}", state, flow, store, options, time, logger);
        batch = new FactBatch(log.Secret);
        erased = new ErasedVisitors(log);
    }

    /// <summary>What stage 2 finds about actors of this partition.</summary>
    public VerdictInbox Verdicts { get; } = new();

    /// <summary>The snapshot that a restart would begin with; null where there is none.</summary>
    public SnapshotManifest? Snapshot => snapshots.Newest;

    /// <summary>Runs until cancelled; then saves a snapshot.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        Open();
        // Here and not in Dispose, which may come while the loop still runs.
        using IEventReader ownEvents = events;
        using EntryReader<CatalogEntry> ownCatalog = catalog!;
        using ErasedVisitors ownErased = erased;
        var cancelled = Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                Task verdict = Verdicts.Arrival;
                Task room = memory.Room;
                bool more = TakeIn();
                if (TickIfDue() is { } rows)
                {
                    await publish(rows, cancel);
                }
                else if (!more && changed && !events.IsBehindFormerOwner)
                {
                    TimeSpan rest = TickInterval - time.GetElapsedTime(lastTick);
                    await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancel);
                }
                else if (!more)
                {
                    Task due = snapshots.Due(events, cancel) ?? cancelled;
                    Task input = room.IsCompleted ? events.Arrival : room;
                    await Task.WhenAny(input, catalog!.Appended, erased.Arrival, verdict, cancelled, due);
                }
                SaveIfDue();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The orderly end.
        }
        Close();
    }

    /// <summary>Restores the newest sound snapshot and begins to read behind it. Before the first turn.</summary>
    public void Open()
    {
        // The catalog first, so that what is restored is placed once.
        catalog = new EntryReader<CatalogEntry>(log.Read(LogStream.Catalog, 0, 0), CatalogParser.TryParse);
        ReadCatalog(int.MaxValue);
        events.Open(snapshots.Restore(events));
        eventsOffset = events.Offset;
    }

    /// <summary>Takes in some of what has arrived; no events while state has no room, which wait in the log then.</summary>
    /// <returns>Whether there may be more at once.</returns>
    public bool TakeIn()
    {
        bool more = ReadCatalog(EntriesPerTurn);
        ReadErasures();
        ReadVerdicts();
        Place();
        TakeOutBursts();
        more |= memory.Room.IsCompleted && ReadEvents();
        // Bursts that wait are no reason to go on at once: they wait for time to pass, and ticks come meanwhile.
        return more || !flow.IsPlaced;
    }

    /// <summary>What changed, where something did and the last tick is long enough ago.</summary>
    public PartialRows? TickIfDue()
    {
        if (!changed || events.IsBehindFormerOwner || (lastTick != 0 && time.GetElapsedTime(lastTick) < TickInterval))
        {
            return null;
        }
        if (lastTick == 0)
        {
            // What a former owner published had none of them.
            flow.TakeOutAllBursts();
        }
        PartialRows rows = Tick();
        lastTick = time.GetTimestamp();
        tickedEvents = state.Acceptance.Count;
        return rows;
    }

    /// <summary>Everything comes with the next tick, as if it were the first.</summary>
    public void PublishAll()
    {
        flow.PublishAll();
        changed = true;
    }

    public void SaveIfDue()
    {
        // A snapshot that begins takes them out.
        changed |= !flow.AreBurstsOut;
        snapshots.SaveIfDue(events);
    }

    /// <summary>Saves a snapshot: after the last turn.</summary>
    public void Close() => snapshots.Save(events);

    /// <summary>Gives back its state: after the last turn.</summary>
    public void Dispose()
    {
        flow.Dispose();
        snapshots.Dispose();
        scope.Dispose();
    }

    /// <returns>Whether there may be more at once.</returns>
    private bool ReadCatalog(int most)
    {
        for (; most > 0 && catalog!.TryRead(out CatalogEntry? entry); most--)
        {
            flow.Apply(entry);
        }
        catalogRead = catalog!.Offset;
        return most == 0;
    }

    /// <summary>Places some of what the catalog moved; only when that is all, the catalog counts as taken in.</summary>
    private void Place()
    {
        changed |= !flow.IsPlaced;
        flow.Place(options.TouchesPlacedPerTurn);
        if (flow.IsPlaced)
        {
            changed |= catalogRead != catalogOffset;
            catalogOffset = catalogRead;
        }
    }

    private void TakeOutBursts()
    {
        changed |= !flow.AreBurstsOut;
        flow.TakeOutBursts((options.TouchesPlacedPerTurn / BurstShare) + 1);
    }

    private void ReadErasures()
    {
        foreach (ReadErasure erasure in erased.TakeIn())
        {
            if (erasure.Person.HomeOf(log.Partitions) == partition)
            {
                flow.Authenticity.Erase(erasure.Visitor);
                // Also at a start, when decisions are read again: the process may have ended before it could.
                snapshots.Forget();
                changed = true;
            }
        }
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
    private bool ReadEvents()
    {
        for (int i = 0; i < RecordsPerTurn; i++)
        {
            bool read = events.TryRead(batch);
            changed |= events.Offset != eventsOffset;
            eventsOffset = events.Offset;
            if (!read)
            {
                return false;
            }
            flow.Next(batch);
        }
        return true;
    }

    private TimeSpan TickInterval =>
        state.Acceptance.Count - tickedEvents > ManyEvents ? 2 * options.TickInterval : options.TickInterval;

    private PartialRows Tick()
    {
        Acceptance seen = state.Acceptance;
        using Activity? tick = Traces.Begin("tick");
        tick?.SetTag("creatorstream.partition", partition).SetTag("creatorstream.events", seen.Count - tickedEvents);
        changed = false;
        var counters = new TaskCounters(
            seen.Count,
            seen.Duplicates,
            seen.ReusedIds,
            seen.Late,
            seen.TooOld,
            seen.TooEarly,
            events.Unreadable,
            state.Journeys.Count
        );
        return flow.Tick(partition, new TaskProgress(eventsOffset, catalogOffset, verdictsApplied, counters));
    }
}
