using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Flow;
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

    /// <summary>
    /// A tick of so many comes at once. Events of a year change many rows each, and ticks that wait for stage 2 do so in memory.
    /// </summary>
    private const int MostEvents = 8_192;

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
    private readonly TimeProviderScheduler scheduler;
    private readonly Pulled<CatalogEntry> entries;
    private readonly Pulled<IReadOnlyList<ReadErasure>> erasures;
    private readonly Pulled<IReadOnlyCollection<Verdict>> verdicts;
    private readonly Pulled<FactBatch> batches;

    /// <summary>What else is a reason to tick: of no events.</summary>
    private readonly Subject<long> own = new();
    private readonly IDisposable ticking;
    private EntryReader<CatalogEntry>? catalog;
    private long eventsOffset;
    private long catalogRead;
    private long catalogOffset;
    private long verdictsApplied;
    private PartialRows? ticked;

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
        state = new VisitorState(scope, options.Retention, options.SnapshotBlockSize);
        flow = new VisitorFlow(state, Families.Composed);
        snapshots = new VisitorSnapshots(NameOf(partition), state, flow, store, options, time, logger);
        batch = new FactBatch(log.Secret);
        erased = new ErasedVisitors(log);
        scheduler = new TimeProviderScheduler(time);
        entries = new Pulled<CatalogEntry>(
            ([MaybeNullWhen(false)] out CatalogEntry entry) => catalog!.TryRead(out entry)
        );
        erasures = new Pulled<IReadOnlyList<ReadErasure>>(
            ([MaybeNullWhen(false)] out IReadOnlyList<ReadErasure> read) => (read = erased.TakeIn()).Count > 0
        );
        verdicts = new Pulled<IReadOnlyCollection<Verdict>>(TryTakeVerdicts);
        batches = new Pulled<FactBatch>(
            ([MaybeNullWhen(false)] out FactBatch read) =>
            {
                read = batch;
                return events.TryRead(batch);
            }
        );
        IObservable<ulong> toForget = erasures
            .SelectMany(read => read)
            .Where(erasure => erasure.Person.HomeOf(log.Partitions) == partition)
            // Also at a start, when decisions are read again: the process may have ended before it could.
            .Do(_ => snapshots.Forget())
            .Select(erasure => erasure.Visitor);
        ticking = flow.TakeIn(batches, entries, verdicts.SelectMany(taken => taken), toForget)
            .Merge(own)
            .Paced(scheduler, new PacedWork(Tick, TickPace))
            .Subscribe();
    }

    /// <summary>What the task of a partition is called, and its snapshots.</summary>
    public static string NameOf(int partition) => $"visitors-{partition}";

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
                else if (!more && scheduler.Rest is { } rest && !events.IsBehindFormerOwner)
                {
                    await scheduler.WaitAsync(rest, cancel);
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
        // Also of nothing: who begins says so.
        NoteChange();
    }

    /// <summary>Takes in some of what has arrived; no events while state has no room, which wait in the log then.</summary>
    /// <returns>Whether there may be more at once.</returns>
    public bool TakeIn()
    {
        bool more = ReadCatalog(EntriesPerTurn);
        erasures.Pull(1);
        Place();
        TakeOutBursts();
        more |= memory.Room.IsCompleted && ReadEvents();
        // Last: once the reader says that it has come as far as a former owner, no tick may lack a verdict of before.
        verdicts.Pull(1);
        // Bursts that wait are no reason to go on at once: they wait for time to pass, and ticks come meanwhile.
        return more || !flow.IsPlaced;
    }

    /// <summary>What changed, where something did and the last tick is long enough ago.</summary>
    public PartialRows? TickIfDue()
    {
        ticked = null;
        if (!events.IsBehindFormerOwner)
        {
            scheduler.RunDue();
        }
        return ticked;
    }

    /// <summary>Everything comes with the next tick, as if it were the first.</summary>
    public void PublishAll()
    {
        flow.PublishAll();
        NoteChange();
    }

    public void SaveIfDue()
    {
        if (!flow.AreBurstsOut)
        {
            // A snapshot that begins takes them out.
            NoteChange();
        }
        snapshots.SaveIfDue(events);
    }

    /// <summary>Saves a snapshot: after the last turn.</summary>
    public void Close() => snapshots.Save(events);

    /// <summary>Gives back its state: after the last turn.</summary>
    public void Dispose()
    {
        ticking.Dispose();
        entries.Dispose();
        erasures.Dispose();
        verdicts.Dispose();
        batches.Dispose();
        own.Dispose();
        snapshots.Dispose();
        scope.Dispose();
    }

    private void NoteChange() => own.OnNext(0);

    /// <returns>Whether there may be more at once.</returns>
    private bool ReadCatalog(int most)
    {
        bool more = entries.Pull(most);
        catalogRead = catalog!.Offset;
        return more;
    }

    /// <summary>Places some of what the catalog moved; only when that is all, the catalog counts as taken in.</summary>
    private void Place()
    {
        bool moves = !flow.IsPlaced;
        flow.Place(options.TouchesPlacedPerTurn);
        if (flow.IsPlaced)
        {
            // Also over entries that can't be used.
            moves |= catalogRead != catalogOffset;
            catalogOffset = catalogRead;
        }
        if (moves)
        {
            NoteChange();
        }
    }

    private void TakeOutBursts()
    {
        if (!flow.AreBurstsOut)
        {
            NoteChange();
        }
        flow.TakeOutBursts((options.TouchesPlacedPerTurn / BurstShare) + 1);
    }

    /// <returns>Whether there may be more at once.</returns>
    private bool ReadEvents()
    {
        int records = 0;
        long before = state.Acceptance.Count;
        bool more = batches.Pull(() => records++ == RecordsPerTurn || state.Acceptance.Count - before >= MostEvents);
        if (events.Offset != eventsOffset)
        {
            // Also over records that can't be used.
            NoteChange();
            eventsOffset = events.Offset;
        }
        return more;
    }

    private bool TryTakeVerdicts([MaybeNullWhen(false)] out IReadOnlyCollection<Verdict> taken)
    {
        taken = Verdicts.Take(out long received);
        bool any = received != verdictsApplied;
        verdictsApplied = received;
        return any;
    }

    private TimeSpan TickPace(Since since) =>
        since.Changes >= MostEvents
            ? TimeSpan.Zero
            : (since.Changes > ManyEvents ? 2 * options.TickInterval : options.TickInterval) - since.Done;

    private TurnEnd Tick(Since since)
    {
        if (since.IsFirst)
        {
            // What a former owner published had none of them.
            flow.TakeOutAllBursts();
        }
        Acceptance seen = state.Acceptance;
        using Activity? tick = Traces.Begin("tick");
        tick?.SetTag("creatorstream.partition", partition).SetTag("creatorstream.events", since.Changes);
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
        ticked = flow.Tick(partition, new TaskProgress(eventsOffset, catalogOffset, verdictsApplied, counters));
        return TurnEnd.Done;
    }
}
