using System.Threading.Channels;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Simulation;

/// <summary>
/// An owner of a workspace task, as OwnedWorkspaces is one: fences the former, and is silent until it has merged what was
/// there when it began.
/// </summary>
internal sealed class SimulatedWorkspaces : IViewSink, IDisposable
{
    private readonly SimulatedBrokers brokers;
    private readonly Action<PublishedView> committed;
    private readonly Random random;
    private readonly int partition;
    private readonly int epoch;
    private readonly long generation;
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly PartialsAssembly assembly;
    private readonly SimulatedTopic<(byte[] Key, byte[] Content)> topic;
    private readonly WorkspaceTask task;
    private readonly Dictionary<ViewKey, PublishedView> waiting = [];
    private readonly List<(int Partition, Verdict Verdict)> verdicts = [];
    private readonly long end;
    private long position;
    private long offset;
    private long ticks;
    private long ticksAtStart = long.MaxValue;
    private bool isLive;

    /// <param name="committed">Takes each view that is committed.</param>
    public SimulatedWorkspaces(
        int process,
        int partition,
        SimulatedLog log,
        SimulatedBrokers brokers,
        Action<PublishedView> committed,
        StateMemory memory,
        SimulatedTime time,
        Random random
    )
    {
        Process = process;
        this.partition = partition;
        this.brokers = brokers;
        this.committed = committed;
        this.random = random;
        epoch = brokers.Fence(Name);
        generation = (brokers.Record(Name)?.Generation ?? 0) + 1;
        topic = brokers.Partials[partition];
        assembly = new PartialsAssembly(log.Partitions);
        position = topic.Low;
        end = topic.End;
        long catalogEnd = log.EndOffset(LogStream.Catalog, 0);
        task = new WorkspaceTask(
            log,
            this,
            rows.Reader,
            workspace => TaskNames.TaskOf(workspace, log.Partitions) == partition,
            (to, verdict) => verdicts.Add((to, verdict)),
            memory,
            new BusyTime(time, new Random(random.Next()))
        );
        task.MayPublish = () => isLive |= ticks - rows.Reader.Count >= ticksAtStart && task.CatalogOffset >= catalogEnd;
        task.Open();
    }

    public int Process { get; }

    private string Name => TaskNames.OfWorkspaces(partition);

    /// <param name="readsAll">All that is there, or some of it.</param>
    public void Turn(bool readsAll)
    {
        for (int most = readsAll ? int.MaxValue : random.Next(20); most > 0 && position < topic.End; most--)
        {
            (byte[] key, byte[] content) = topic.Read(position);
            Assert.True(assembly.Take(key, position, content, Deliver));
            position++;
        }
        if (position >= end && ticksAtStart == long.MaxValue)
        {
            assembly.PassStart(Deliver);
            ticksAtStart = ticks;
        }
        task.TakeIn();
        if (task.PublishIfDue())
        {
            Flush();
        }
        if (random.Next(10) == 0)
        {
            topic.DeleteBefore(assembly.NeededFrom);
        }
    }

    public void Put(ViewDocument view) => waiting[view.Key] = new PublishedView(view, Next());

    /// <summary>Somebody looks now and then.</summary>
    public bool IsWatched(ViewKey key) => random.Next(2) == 0;

    public ValueTask FlushAsync(CancellationToken cancel) => throw new NotSupportedException("Turns flush.");

    public void Dispose() => task.Dispose();

    private ViewVersion Next() => new(generation, ++offset);

    private void Deliver(PartialRows read)
    {
        Assert.True(rows.Writer.TryWrite(read));
        ticks++;
    }

    private void Flush()
    {
        if (waiting.Count == 0 && verdicts.Count == 0)
        {
            return;
        }
        List<Action> writes =
        [
            .. waiting.Values.Select<PublishedView, Action>(view =>
                () => brokers.Views[partition].Add(ViewCodec.Write(view))
            ),
            .. verdicts.Select<(int Partition, Verdict Verdict), Action>(of =>
                () => brokers.Verdicts[of.Partition].Add(of.Verdict)
            ),
        ];
        var record = new TaskRecord(
            Name,
            generation,
            $"process-{Process}",
            new Dictionary<string, long> { ["partials"] = position },
            0,
            0,
            null
        );
        while (true)
        {
            try
            {
                brokers.Commit(Name, epoch, writes, record);
                break;
            }
            catch (TransactionFailedException)
            {
                // Done again, as TransactAsync does.
            }
        }
        foreach (PublishedView view in waiting.Values)
        {
            committed(view);
        }
        waiting.Clear();
        verdicts.Clear();
    }
}
