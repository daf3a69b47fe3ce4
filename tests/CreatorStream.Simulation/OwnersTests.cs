using System.Text;
using CreatorStream.Events;
using CreatorStream.Golden;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>Owners of tasks in what few seeds meet.</summary>
public sealed class OwnersTests
{
    /// <summary>So many entries take far longer than a turn gives to entries.</summary>
    private const int Campaigns = 200;

    /// <summary>Of events: beside some of them lies what is set aside.</summary>
    private const int Records = 9;

    // What may go wrong with a transaction, by number; 1 refuses it.
    private const int Aborted = 2;
    private const int NotAnswered = 3;

    /// <summary>More than a reader of partials may be ahead.</summary>
    private const int Ticks = 100;

    [Fact]
    public void A_new_owner_shows_no_campaigns_before_it_has_read_all_that_were_there()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var random = new Random(1);
        var faults = new Faults(random) { AreOn = false };
        var time = new SimulatedTime(World.Start);
        SimulatedLog log = LogOf(faults, time, Enumerable.Range(0, Campaigns).Select(Campaign));
        using var memory = new StateMemory();
        var brokers = new SimulatedBrokers(log, new SimulatedSnapshots(faults), faults, random);
        using var owner = new WorkspacesOwner(Context(brokers, log, memory, new SlowTime(time)), 0, () => { });
        owner.Open();

        ViewDocument first = FirstCampaigns(owner, brokers, time);

        Assert.Equal(Campaigns, first.Tables["rows"].Rows.Count);
    }

    [Fact]
    public void A_reader_of_partials_that_is_ahead_of_its_task_waits_until_there_is_room()
    {
        var faults = new Faults(new Random(1)) { AreOn = false };
        var topic = new SimulatedTopic("partials", 0);
        for (int tick = 0; tick < Ticks; tick++)
        {
            topic.Add(Tick(tick));
        }
        using var reader = new PartialsReader(
            new SimulatedPartials(topic, faults),
            0,
            1,
            new PartialsOptions(),
            new SimulatedTime(World.Start),
            NullLogger.Instance
        );

        Assert.False(reader.Turn(Ticks));
        var taken = new List<long>();
        while (!reader.HasReachedStart)
        {
            reader.Turn(Ticks);
            while (reader.Rows.TryRead(out PartialRows? rows))
            {
                taken.Add(rows.Progress.EventsOffset);
            }
        }

        Assert.Equal(Enumerable.Range(0, Ticks).Select(tick => (long)tick), taken);
    }

    /// <summary>No snapshot may reach behind what was set aside before the log has that.</summary>
    [Fact]
    public void A_tick_that_was_committed_and_cancelled_before_the_answer_keeps_no_snapshot_back()
    {
        Assert.Equal(Records, Assert.Single(SavedAfter(NotAnswered)).Vector.Values.Max());
    }

    [Fact]
    public void A_tick_that_came_to_nothing_and_was_cancelled_keeps_the_snapshot_back() =>
        Assert.Empty(SavedAfter(Aborted));

    /// <summary>The snapshots that an owner has saved at its end, whose first tick was cancelled after a fault of its commit.</summary>
    /// <param name="fault">Which one.</param>
    private static IReadOnlyList<SnapshotManifest> SavedAfter(int fault)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var random = new Random(1);
        var faults = new Faults(random) { AreOn = false };
        var time = new SimulatedTime(World.Start);
        SimulatedLog log = LogOf(faults, time, Enumerable.Range(0, Records).Select(Click));
        using var memory = new StateMemory();
        var snapshots = new SimulatedSnapshots(faults);
        var brokers = new SimulatedBrokers(log, snapshots, faults, random);
        VisitorsOwner owner = Owner();
        while (owner.TakeIn()) { }
        faults.PlanFault(fault);
        var cancelled = new CancellationToken(canceled: true);
        Assert.True(owner.PublishIfDueAsync(cancelled).AsTask().IsCanceled);
        owner.Close();
        owner.Dispose();
        IReadOnlyList<SnapshotManifest> saved = snapshots.Manifests(TaskNames.OfVisitors(0));
        // Whoever follows sets aside what that one had not.
        using VisitorsOwner next = Owner();
        while (next.TakeIn()) { }
        Assert.True(next.PublishIfDueAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
        brokers.CheckSetAside();
        return saved;

        VisitorsOwner Owner()
        {
            TaskContext context = Context(brokers, log, memory, new OwnersTime(time));
            var taken = new VisitorsOwner(context, 0, () => { });
            taken.Open();
            return taken;
        }
    }

    private static SimulatedLog LogOf(Faults faults, SimulatedTime time, IEnumerable<LogAppend> records)
    {
        var log = new SimulatedLog(1, faults, time);
        Task appended = log.AppendAsync([.. records], CancellationToken.None);
        log.Commit();
        Assert.True(appended.IsCompletedSuccessfully);
        return log;
    }

    private static TaskContext Context(
        SimulatedBrokers brokers,
        SimulatedLog log,
        StateMemory memory,
        TimeProvider time
    ) =>
        new TaskContext(
            brokers,
            brokers.Topics,
            log,
            memory,
            new EngineOptions(),
            new PartialsOptions(),
            "owner",
            _ => { },
            _ => { },
            time,
            NullLogger.Instance
        );

    private static LogAppend Click(int number)
    {
        var events = new EventBatch();
        string line =
            $$"""{"id":"e{{number}}","type":"click","time":"{{World.Start:yyyy-MM-ddTHH:mm:ssZ}}","visitor":"v{{number}}","campaign":"spring"}""";
        new EventParser().ParseLine(Encoding.UTF8.GetBytes(line), 0, long.MaxValue, events.Append, []);
        byte[] record = [];
        int length = EventBatchCodec.Encode(events, ref record);
        return new LogAppend(LogStream.Events, 0, record.AsMemory(0, length), events.Count);
    }

    private static SimulatedMessage Tick(int number)
    {
        byte[] key = new byte[PartialsPiece.KeyBytes];
        new PartialsPiece(0, 1, 0, IsLast: true).WriteKey(key);
        using var bytes = new MemoryStream();
        var progress = new TaskProgress(number, 0, 0, default);
        PartialRowsCodec.Write(new PartialRows(0, number == 0, new TickRows(), progress), bytes);
        return new SimulatedMessage("partials", 0, key, bytes.ToArray());
    }

    private static ViewDocument FirstCampaigns(WorkspacesOwner owner, SimulatedBrokers brokers, SimulatedTime time)
    {
        SimulatedTopic views = brokers.Topic(brokers.Topics.Views, 0);
        for (int turn = 0; turn < 1_000; turn++)
        {
            owner.ReadPartials(1_000);
            owner.TakeIn();
            Assert.True(owner.PublishIfDueAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
            time.Advance(TimeSpan.FromMilliseconds(50));
            ViewDocument? found = views
                .All.Select(message => ViewMessage.Read(message.Value).View)
                .FirstOrDefault(view => view.Key.View == ViewRegistry.Campaigns);
            if (found != null)
            {
                return found;
            }
        }
        throw new Xunit.Sdk.XunitException("it shows no campaigns");
    }

    private static LogAppend Campaign(int number) =>
        new(
            LogStream.Catalog,
            0,
            Encoding.UTF8.GetBytes($$"""{"kind":"campaign","id":"c{{number:000}}","name":"Campaign {{number}}"}"""),
            1
        );

    /// <summary>A millisecond passes between two looks at the clock.</summary>
    private sealed class SlowTime(SimulatedTime time) : OwnersTime(time)
    {
        private long looks;

        public override long GetTimestamp() => base.GetTimestamp() + (looks++ * TimeSpan.TicksPerMillisecond);
    }
}
