using System.Threading.Channels;
using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>One life of the service in one process: the real collector, tasks and views, given turns one at a time.</summary>
internal sealed class SimulatedProcess : ISimulatedService
{
    private const int WorkspaceTasks = 2;

    private readonly Channel<PartialRows>[] partials =
    [
        .. Enumerable.Range(0, WorkspaceTasks).Select(_ => Channel.CreateUnbounded<PartialRows>()),
    ];
    private readonly PartialSplitter[] splitters;
    private readonly HashSet<int> beginsAnew = [];
    private readonly Random random;
    private readonly StateMemory memory = new();
    private readonly MemoryViewStore views = new();
    private readonly SimulatedLog log;
    private readonly ErasedVisitors erased;
    private readonly LogEraser eraser;
    private readonly VisitorTask[] visitors;
    private readonly WorkspaceTask[] workspaces;
    private readonly List<OwnersTime> clocks = [];
    private Task erasing = Task.CompletedTask;

    public SimulatedProcess(
        SimulatedLog log,
        SimulatedSnapshots snapshots,
        EngineOptions options,
        SimulatedTime time,
        Random random
    )
    {
        this.random = random;
        this.log = log;
        erased = new ErasedVisitors(log);
        // Turns see to it that no body is under way.
        eraser = new LogEraser(log, erased, _ => Task.CompletedTask, time, NullLogger<LogEraser>.Instance);
        splitters = [.. Enumerable.Range(0, log.Partitions).Select(_ => new PartialSplitter(WorkspaceTasks, TaskOf))];
        Events = new EventCollector(log, erased, memory, new CollectMetrics(), time);
        Entries = new EntryCollector(log, memory, new CollectMetrics(), time);
        visitors =
        [
            .. Enumerable
                .Range(0, log.Partitions)
                .Select(partition => new VisitorTask(
                    partition,
                    log,
                    new RecordReader(log, partition, NullLogger.Instance),
                    snapshots,
                    (_, _) => throw new NotSupportedException("Turns publish."),
                    options,
                    memory,
                    time,
                    NullLogger.Instance
                )),
        ];
        workspaces =
        [
            .. partials.Select(
                (channel, task) =>
                    new WorkspaceTask(
                        log,
                        views,
                        channel.Reader,
                        workspace => TaskOf(workspace) == task,
                        (partition, verdict) => visitors[partition].Verdicts.Put(verdict),
                        memory,
                        Clock()
                    )
            ),
        ];
        OwnersTime Clock()
        {
            clocks.Add(new BusyTime(time, new Random(random.Next())));
            return clocks[^1];
        }

        eraser.TakeIn();
        foreach (WorkspaceTask workspace in workspaces)
        {
            workspace.Open();
        }
        foreach (VisitorTask visitor in visitors)
        {
            visitor.Open();
        }
    }

    public EventCollector Events { get; }

    public EntryCollector Entries { get; }

    public IViewSource Views => views;

    public int Partitions => visitors.Length;

    /// <returns>Whether the task may have more to read at once.</returns>
    public bool VisitorTurn(int partition)
    {
        VisitorTask task = visitors[partition];
        bool more = task.TakeIn();
        // As a new owner does, and one whose rows have grown long.
        if (random.Next(20) == 0)
        {
            task.PublishAll();
            beginsAnew.Add(partition);
        }
        if (task.TickIfDue() is { } rows)
        {
            Publish(partition, rows with { ReplacesAll = beginsAnew.Remove(partition) });
        }
        task.SaveIfDue();
        return more;
    }

    public void WorkspaceTurn()
    {
        clocks.ForEach(clock => clock.Ring());
        foreach (WorkspaceTask task in workspaces)
        {
            task.TakeIn();
            task.PublishIfDue();
        }
    }

    public void ErasureTurn()
    {
        eraser.TakeIn();
        if (erasing.IsCompleted && log.IsIdle)
        {
            erasing = eraser.EraseAsync(CancellationToken.None);
        }
    }

    public void TakeErasures()
    {
        if (erasing.Exception?.InnerException is { } error and not LogUnavailableException)
        {
            throw error;
        }
    }

    private static int TaskOf(string workspace) => workspace == "default" ? 0 : 1;

    /// <summary>As a log between the stages does: split by workspace, and through bytes.</summary>
    private void Publish(int partition, PartialRows rows)
    {
        PartialRows?[] parts = splitters[partition].Split(rows);
        for (int task = 0; task < parts.Length; task++)
        {
            if (parts[task] is { } part)
            {
                using var bytes = new MemoryStream();
                PartialRowsCodec.Write(part, bytes);
                Assert.True(partials[task].Writer.TryWrite(PartialRowsCodec.Read(bytes.ToArray(), Families.Composed)));
            }
        }
    }

    /// <summary>The orderly end saves snapshots.</summary>
    public void Close()
    {
        foreach (VisitorTask visitor in visitors)
        {
            visitor.Close();
        }
    }

    public void Dispose()
    {
        foreach (VisitorTask visitor in visitors)
        {
            visitor.Dispose();
        }
        foreach (WorkspaceTask workspace in workspaces)
        {
            workspace.Dispose();
        }
        Events.Dispose();
        views.Dispose();
        CheckEmpty(memory);
        memory.Dispose();
    }

    /// <summary>With its tasks their state is gone.</summary>
    public static void CheckEmpty(StateMemory memory) =>
        Assert.All(Enum.GetValues<StatePart>(), part => Assert.Equal(0, memory.Bytes(part)));
}
