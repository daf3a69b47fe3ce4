using CreatorStream.Collect;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>
/// The service at scale: tasks move between processes, and a former owner may go on for a while, not knowing that it is
/// one. Brokers, log and snapshots outlive it.
/// </summary>
internal sealed class SimulatedCluster : ISimulatedService
{
    private const int Processes = 3;

    private readonly SimulatedBrokers brokers;
    private readonly TaskContext[] processes;
    private readonly SimulatedTime time;
    private readonly Faults faults;
    private readonly Random random;
    private readonly StateMemory none = new();
    private readonly StateMemory[] memories = [.. Enumerable.Range(0, Processes).Select(_ => new StateMemory())];
    private readonly ErasedVisitors erased;
    private readonly SimulatedVisitors?[] visitors;
    private readonly SimulatedWorkspaces?[] workspaces;
    private readonly List<(int Partition, SimulatedVisitors Owner)> formerVisitors = [];
    private readonly List<(int Partition, SimulatedWorkspaces Owner)> formerWorkspaces = [];
    private readonly NewestViews views = new();
    private readonly long[] viewsRead;

    /// <summary>On their way to those who show them by the fast way, which keeps no order.</summary>
    private readonly List<PublishedView> underWay = [];

    public SimulatedCluster(
        SimulatedLog log,
        SimulatedBrokers brokers,
        EngineOptions options,
        SimulatedTime time,
        Faults faults,
        Random random
    )
    {
        this.brokers = brokers;
        this.time = time;
        this.faults = faults;
        this.random = random;
        erased = new ErasedVisitors(log);
        Events = new EventCollector(log, erased, none, new CollectMetrics(), time);
        Entries = new EntryCollector(log, none, new CollectMetrics(), time);
        visitors = new SimulatedVisitors?[log.Partitions];
        workspaces = new SimulatedWorkspaces?[log.Partitions];
        viewsRead = new long[log.Partitions];
        var partials = new PartialsOptions
        {
            PieceBytes = random.Next(2) == 0 ? random.Next(100, 10_000) : new PartialsOptions().PieceBytes,
            UncommittedBytes = random.Next(1_000, 100_000),
            GrowthBytes = random.Next(1_000, 50_000),
            TrimInterval = TimeSpan.FromMilliseconds(random.Next(1_000)),
        };
        processes =
        [
            .. memories.Select(
                (memory, process) =>
                    new TaskContext(
                        brokers,
                        brokers.Topics,
                        log,
                        memory,
                        options,
                        partials,
                        $"process-{process}",
                        underWay.AddRange,
                        _ => { },
                        time,
                        NullLogger.Instance
                    )
            ),
        ];
    }

    public EventCollector Events { get; }

    public EntryCollector Entries { get; }

    public IViewSource Views => views;

    public int Partitions => visitors.Length;

    public bool VisitorTurn(int partition)
    {
        (int Partition, SimulatedVisitors Owner) former = formerVisitors.Find(of => of.Partition == partition);
        if (former.Owner != null && random.Next(3) == 0)
        {
            // One that died with its process is gone already.
            if (!Survives(former.Owner.Process, () => former.Owner.Turn()) && formerVisitors.Remove(former))
            {
                former.Owner.Dispose();
            }
            return true;
        }
        if (visitors[partition] is not { } owner)
        {
            TakeOverVisitors(partition);
            return true;
        }
        bool more = true;
        if (!Survives(owner.Process, () => more = owner.Turn()) && visitors[partition] == owner)
        {
            visitors[partition] = null;
            owner.Dispose();
        }
        return more;
    }

    public void WorkspaceTurn()
    {
        CheckMemory();
        foreach ((int Partition, SimulatedWorkspaces Owner) former in formerWorkspaces.ToArray())
        {
            // One before may have taken its process with it.
            bool isThere = formerWorkspaces.Contains(former);
            if (
                isThere
                && random.Next(3) == 0
                && !Survives(former.Owner.Process, () => former.Owner.Turn(readsAll: false))
                && formerWorkspaces.Remove(former)
            )
            {
                former.Owner.Dispose();
            }
        }
        for (int partition = 0; partition < workspaces.Length; partition++)
        {
            if (workspaces[partition] is not { } owner)
            {
                TakeOverWorkspaces(partition);
            }
            else if (!Survives(owner.Process, () => owner.Turn(!faults.AreOn)) && workspaces[partition] == owner)
            {
                workspaces[partition] = null;
                owner.Dispose();
            }
        }
        Show();
    }

    /// <summary>A log at scale is not rewritten: collectors only learn of whom to write no more.</summary>
    public void ErasureTurn() => erased.TakeIn();

    public void TakeErasures() { }

    /// <summary>A task goes to another process; the former owner ends in order, at once, or does not know yet.</summary>
    public void Rebalance()
    {
        int partition = random.Next(Partitions);
        int end = random.Next(4);
        if (random.Next(2) == 0)
        {
            if (workspaces[partition] is not { } former)
            {
                return;
            }
            workspaces[partition] = null;
            if (end < 2)
            {
                formerWorkspaces.Add((partition, former));
            }
            else
            {
                former.Dispose();
                CheckMemory();
            }
            TakeOverWorkspaces(partition);
            return;
        }
        if (visitors[partition] is not { } owner)
        {
            return;
        }
        visitors[partition] = null;
        if (end < 2)
        {
            formerVisitors.Add((partition, owner));
        }
        else
        {
            if (end == 2)
            {
                Survives(owner.Process, owner.Close);
            }
            owner.Dispose();
            CheckMemory();
        }
        TakeOverVisitors(partition);
    }

    public void Close()
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (visitors[partition] is { } owner)
            {
                Survives(owner.Process, owner.Close);
            }
        }
    }

    public void Dispose()
    {
        for (int process = 0; process < Processes; process++)
        {
            Kill(process);
        }
        CheckMemory();
        Array.ForEach(memories, memory => memory.Dispose());
        Events.Dispose();
        views.Dispose();
        none.Dispose();
    }

    private void TakeOverVisitors(int partition)
    {
        int process = random.Next(Processes);
        Survives(
            process,
            () =>
                visitors[partition] = new SimulatedVisitors(
                    process,
                    partition,
                    processes[process],
                    new OwnersTime(time)
                )
        );
    }

    private void TakeOverWorkspaces(int partition)
    {
        int process = random.Next(Processes);
        Survives(
            process,
            () =>
                workspaces[partition] = new SimulatedWorkspaces(
                    process,
                    partition,
                    processes[process],
                    new BusyTime(time, new Random(random.Next())),
                    random
                )
        );
    }

    /// <returns>false: the task has to begin anew, here or elsewhere.</returns>
    private bool Survives(int process, Action turn)
    {
        try
        {
            turn();
            return true;
        }
        catch (SimulatedCrashException)
        {
            Kill(process);
        }
        catch (Exception error) when (error is TaskFencedException or KafkaFailedException or OffsetGoneException)
        {
            // What OwnedTask makes of them: it begins anew.
        }
        return false;
    }

    /// <summary>The process dies, with all tasks that it has or believes to have.</summary>
    private void Kill(int process)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (visitors[partition]?.Process == process)
            {
                visitors[partition]!.Dispose();
                visitors[partition] = null;
            }
            if (workspaces[partition]?.Process == process)
            {
                workspaces[partition]!.Dispose();
                workspaces[partition] = null;
            }
        }
        foreach (
            (int Partition, SimulatedVisitors Owner) former in formerVisitors
                .Where(of => of.Owner.Process == process)
                .ToArray()
        )
        {
            formerVisitors.Remove(former);
            former.Owner.Dispose();
        }
        foreach (
            (int Partition, SimulatedWorkspaces Owner) former in formerWorkspaces
                .Where(of => of.Owner.Process == process)
                .ToArray()
        )
        {
            formerWorkspaces.Remove(former);
            former.Owner.Dispose();
        }
    }

    /// <summary>A process that has no tasks has no state: what they took went with them.</summary>
    private void CheckMemory()
    {
        for (int process = 0; process < Processes; process++)
        {
            bool hasTasks =
                visitors.Any(of => of?.Process == process)
                || workspaces.Any(of => of?.Process == process)
                || formerVisitors.Any(of => of.Owner.Process == process)
                || formerWorkspaces.Any(of => of.Owner.Process == process);
            if (!hasTasks)
            {
                SimulatedProcess.CheckEmpty(memories[process]);
            }
        }
    }

    /// <summary>Those who show views read on in the topic, and hear of some by the fast way, in any order.</summary>
    private void Show()
    {
        while (underWay.Count > 0 && random.Next(4) != 0)
        {
            int at = random.Next(underWay.Count);
            Offer(ViewCodec.Write(underWay[at]));
            underWay.RemoveAt(at);
        }
        for (int partition = 0; partition < viewsRead.Length; partition++)
        {
            SimulatedTopic topic = brokers.Topic(brokers.Topics.Views, partition);
            for (; viewsRead[partition] < topic.End && (!faults.AreOn || random.Next(8) != 0); viewsRead[partition]++)
            {
                Offer(topic.Read(viewsRead[partition]).Value);
            }
        }
    }

    /// <summary>No view is ever replaced by an older one, whichever way they come.</summary>
    private void Offer(byte[] view)
    {
        PublishedView offered = ViewCodec.Read(view, views.Find);
        ViewVersion before = views.Find(offered.Key)?.Version ?? default;
        views.Offer(offered);
        Assert.True(views.Find(offered.Key)!.Version >= before, $"{offered.Key} goes back");
    }
}
