using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline;

/// <summary>Both stages in one process: a visitor task a partition, and the workspace task behind them.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Its tasks end when RunAsync does: whoever gives services up may be sooner than their last turn."
)]
public sealed class Engine
{
    /// <summary>Ticks of all partitions that may wait for stage 2; then visitor tasks wait, and the log holds the rest.</summary>
    private const int MostWaitingTicks = 8;

    private readonly IFactLog log;
    private readonly VisitorTask[] visitorTasks;
    private readonly WorkspaceTask workspaceTask;
    private readonly StateMemory memory;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long[] mustReach = [];
    private long mustReachCatalog;
    private long mustReachDecisions;

    /// <summary>How many verdicts followed from that; null: it has not been taken in yet.</summary>
    private long[]? mustApply;

    public Engine(
        IFactLog log,
        ISnapshotStore snapshots,
        IViewSink views,
        EngineOptions options,
        StateMemory memory,
        TimeProvider time,
        ILogger<Engine> logger
    )
    {
        this.log = log;
        this.memory = memory;
        this.time = time;
        this.logger = logger;
        var partials = Channel.CreateBounded<PartialRows>(
            new BoundedChannelOptions(MostWaitingTicks) { SingleReader = true }
        );
        visitorTasks =
        [
            .. Enumerable
                .Range(0, log.Partitions)
                .Select(partition => new VisitorTask(
                    partition,
                    log,
                    new RecordReader(log, partition, logger),
                    snapshots,
                    partials.Writer.WriteAsync,
                    options,
                    memory,
                    time,
                    logger
                )),
        ];
        workspaceTask = new WorkspaceTask(
            log,
            views,
            partials.Reader,
            _ => true,
            (partition, verdict) => visitorTasks[partition].Verdicts.Put(verdict),
            memory,
            time
        );
        Waiting = () => partials.Reader.Count;
        workspaceTask.HasAll = HasWholeStart;
        workspaceTask.MayFit = HasWholeStart;
        var caughtUp = new CaughtUp(log, TakenIn);
        workspaceTask.IsCaughtUp = caughtUp.Ask;
        workspaceTask.Logger = logger;
        workspaceTask.ShowsAll = () => ready.TrySetResult();
    }

    /// <summary>Completes when the views include everything that was in the log at the start.</summary>
    public Task Ready => ready.Task;

    public IHistory History => workspaceTask;

    /// <summary>Ticks that wait for stage 2.</summary>
    public Func<int> Waiting { get; }

    /// <summary>Whether stage 2 has taken in something that not all views show yet.</summary>
    public bool AreViewsBehind => workspaceTask.IsBehind;

    /// <summary>How many zeros the hashes of texts begin with that are held: the most of any workspace.</summary>
    public int TextsLevel => workspaceTask.TextsLevel;

    /// <summary>How far each partition has come, by partition.</summary>
    public IReadOnlyDictionary<int, TaskProgress> Progress => workspaceTask.Progress;

    /// <summary>The offset up to which a partition's events are in the figures.</summary>
    public long TakenIn(int partition) => workspaceTask.TakenIn(partition);

    /// <summary>The greatest event time of each partition that has any: milliseconds since 1970.</summary>
    public IReadOnlyDictionary<int, long> GreatestMs => workspaceTask.GreatestMs;

    /// <summary>The snapshot that a partition would begin with after a restart; null where there is none.</summary>
    public SnapshotManifest? Snapshot(int partition) => visitorTasks[partition].Snapshot;

    /// <summary>Runs until cancelled. A task that fails ends all of them: state that may be wrong is not published.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        mustReach = [.. Enumerable.Range(0, visitorTasks.Length).Select(of => log.EndOffset(LogStream.Events, of))];
        mustReachCatalog = log.EndOffset(LogStream.Catalog, 0);
        mustReachDecisions = log.EndOffset(LogStream.Decisions, 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        List<Task> tasks =
        [
            .. visitorTasks.Select(task => Task.Run(() => task.RunAsync(stop.Token), CancellationToken.None)),
            Task.Run(() => workspaceTask.RunAsync(stop.Token), CancellationToken.None),
            new StateWatch(memory, time, logger).RunAsync(stop.Token),
        ];
        await Task.WhenAny(tasks);
        await stop.CancelAsync();
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The orderly end.
        }
        finally
        {
            // Here and not when the host gives up its services, which may be while the tasks still run.
            foreach (VisitorTask task in visitorTasks)
            {
                task.Dispose();
            }
            workspaceTask.Dispose();
        }
    }

    /// <summary>Whether stage 2 has taken in everything that was in the log at the start.</summary>
    private bool HasWholeStart()
    {
        if (workspaceTask.CatalogOffset < mustReachCatalog || workspaceTask.DecisionsOffset < mustReachDecisions)
        {
            return false;
        }
        IReadOnlyDictionary<int, TaskProgress> progress = workspaceTask.Progress;
        bool hasEvents = Enumerable
            .Range(0, mustReach.Length)
            .All(partition =>
                progress.TryGetValue(partition, out TaskProgress? at)
                && at.EventsOffset >= mustReach[partition]
                && at.CatalogOffset >= mustReachCatalog
            );
        if (!hasEvents)
        {
            return false;
        }
        // Those that follow from what came since may never end.
        mustApply ??= [.. Enumerable.Range(0, mustReach.Length).Select(workspaceTask.VerdictsSent)];
        return Enumerable
            .Range(0, mustReach.Length)
            .All(partition => progress[partition].VerdictsApplied >= mustApply[partition]);
    }
}
