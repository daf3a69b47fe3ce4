using System.Threading.Channels;
using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>One life of the service: the real collector, tasks and views, given turns one at a time.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    private readonly Channel<PartialRows> partials = Channel.CreateUnbounded<PartialRows>();
    private readonly StateMemory memory = new();
    private readonly VisitorTask[] visitors;
    private readonly WorkspaceTask workspaces;

    public SimulatedProcess(SimulatedLog log, SimulatedSnapshots snapshots, EngineOptions options, SimulatedTime time)
    {
        Events = new EventCollector(log, new CollectMetrics(), time);
        Entries = new EntryCollector(log, new CollectMetrics(), time);
        visitors =
        [
            .. Enumerable
                .Range(0, log.Partitions)
                .Select(partition => new VisitorTask(
                    partition,
                    log,
                    new RecordReader(log, partition, NullLogger.Instance),
                    snapshots,
                    partials.Writer.WriteAsync,
                    options,
                    memory,
                    time,
                    NullLogger.Instance
                )),
        ];
        workspaces = new WorkspaceTask(
            log,
            Views,
            partials.Reader,
            _ => true,
            (partition, verdict) => visitors[partition].Verdicts.Put(verdict),
            memory,
            time
        );
        workspaces.Open();
        foreach (VisitorTask visitor in visitors)
        {
            visitor.Open();
        }
    }

    public EventCollector Events { get; }

    public EntryCollector Entries { get; }

    public MemoryViewStore Views { get; } = new();

    public int Partitions => visitors.Length;

    /// <returns>Whether the task may have more to read at once.</returns>
    public bool VisitorTurn(int partition)
    {
        VisitorTask task = visitors[partition];
        bool more = task.TakeIn();
        if (task.TickIfDue() is { } rows)
        {
            Assert.True(partials.Writer.TryWrite(rows));
        }
        task.SaveIfDue();
        return more;
    }

    public void WorkspaceTurn()
    {
        workspaces.TakeIn();
        workspaces.PublishIfDue();
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
        Events.Dispose();
        Views.Dispose();
        memory.Dispose();
    }
}
