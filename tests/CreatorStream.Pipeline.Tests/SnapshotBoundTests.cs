using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>How far a snapshot may reach.</summary>
public sealed class SnapshotBoundTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly SteppedTime time = new();
    private readonly Reader reader = new();
    private readonly Snapshots store = new();
    private readonly VisitorTask task;

    public SnapshotBoundTests()
    {
        task = new VisitorTask(
            0,
            new EmptyLog(),
            reader,
            store,
            (_, _) => ValueTask.FromCanceled(new CancellationToken(canceled: true)),
            new EngineOptions { SnapshotInterval = TimeSpan.FromSeconds(1) },
            memory,
            time,
            NullLogger.Instance
        );
    }

    public void Dispose()
    {
        task.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void What_was_set_aside_is_in_the_log_before_a_snapshot_reaches_behind_it()
    {
        task.Open();
        reader.Offset = 1;
        task.TakeIn();
        reader.HasSetAside = true;
        time.Advance(TimeSpan.FromSeconds(2));
        task.SaveIfDue();
        task.Close();
        Assert.Empty(store.Saved);
        reader.HasSetAside = false;
        task.SaveIfDue();
        Assert.Equal(1, Assert.Single(store.Saved).Vector["events"]);
    }

    [Fact]
    public async Task The_last_one_is_saved_when_a_tick_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        reader.Offset = 1;
        reader.Asked = stop.Cancel;
        await task.RunAsync(stop.Token);
        Assert.Equal(1, Assert.Single(store.Saved).Vector["events"]);
    }

    [Fact]
    public void No_burst_is_in_what_is_published_first_and_what_a_snapshot_takes_out_is_published()
    {
        task.Open();
        Assert.NotEmpty(Burst("first").Of(EvidenceSection.Rows));
        // Complete only now: a turn takes out what was found before it.
        Assert.Empty(Burst("second").Of(EvidenceSection.Rows));
        task.SaveIfDue();
        time.Advance(TimeSpan.FromSeconds(2));
        task.TakeIn();
        Assert.NotEmpty(task.TickIfDue()!.Of(EvidenceSection.Rows));

        PartialRows Burst(string visitor)
        {
            reader.Next = [.. Facts.Clicks(visitor, 41)];
            time.Advance(TimeSpan.FromSeconds(2));
            task.TakeIn();
            return task.TickIfDue()!;
        }
    }

    [Fact]
    public void A_burst_that_waits_is_no_reason_to_go_on_at_once()
    {
        task.Open();
        // So long that a turn allows no more than a part of it.
        reader.Next = [.. Facts.AtOnce(10_000), .. Facts.Clicks("everybody", 1)];
        task.TakeIn();
        task.TickIfDue();
        reader.Next = [.. Facts.Clicks("everybody", 41)];
        Assert.False(task.TakeIn());
        int turns = 0;
        PartialRows? rows = null;
        while (rows == null || rows.Of(EvidenceSection.Rows).Count == 0)
        {
            Assert.InRange(turns++, 0, 10);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(task.TakeIn());
            rows = task.TickIfDue();
        }
        Assert.InRange(turns, 2, 10);
    }

    /// <summary>The reader hands them over before it says that it has come as far.</summary>
    [Fact]
    public void What_is_published_first_has_the_verdicts_of_before()
    {
        string line = Facts.Clicks("bot", 1).Single();
        var identity = new FactBatch(new EmptyLog().Secret);
        Facts.Fill(identity, [line]);
        identity.Start();
        task.Open();
        reader.IsBehind = true;
        reader.Next = [line];
        task.TakeIn();
        Assert.Null(task.TickIfDue());
        reader.Next = [Facts.Clicks("other", 1).Single()];
        reader.Reading = () =>
        {
            task.Verdicts.Put(new Verdict("default", identity.Identity.Visitors[0], VerdictLevel.Inauthentic));
            reader.IsBehind = false;
        };
        task.TakeIn();
        Assert.Equal(VerdictLevel.Inauthentic, Assert.Single(task.TickIfDue()!.Of(HeldSection.Rows)).Level);
    }

    /// <summary>Else a tick of an import holds a million rows, and some of them wait for stage 2.</summary>
    [Theory]
    [InlineData(8_000, false)]
    [InlineData(8_192, true)]
    public void So_many_events_are_published_without_waiting_for_the_pace(int events, bool isPublished)
    {
        task.Open();
        Assert.NotNull(task.TickIfDue());
        reader.Next = [.. Facts.AtOnce(events)];
        task.TakeIn();
        Assert.Equal(isPublished, task.TickIfDue() != null);
    }

    /// <summary>Has what a test gives it to read once, or nothing, at an offset that a test says.</summary>
    private sealed class Reader : IEventReader
    {
        public Action? Asked { get; set; }

        public IReadOnlyDictionary<string, long> Vector => new Dictionary<string, long> { ["events"] = Offset };

        public long Offset { get; set; }

        public long Unreadable => 0;

        public bool IsBehindFormerOwner
        {
            get
            {
                // Before it publishes.
                Asked?.Invoke();
                return IsBehind;
            }
        }

        public bool IsBehind { get; set; }

        /// <summary>Before it hands over what there is.</summary>
        public Action? Reading { get; set; }

        public bool HasSetAside { get; set; }

        public Task Arrival { get; } = new TaskCompletionSource().Task;

        public bool Holds(IReadOnlyDictionary<string, long> vector) => true;

        public void Open(IReadOnlyDictionary<string, long> vector) { }

        public string[]? Next { get; set; }

        public bool TryRead(FactBatch batch)
        {
            if (Next is not { } lines)
            {
                return false;
            }
            Reading?.Invoke();
            Facts.Fill(batch, lines);
            Next = null;
            Offset++;
            return true;
        }

        public void Dispose() { }
    }

    private sealed class Snapshots : ISnapshotStore
    {
        public List<SnapshotManifest> Saved { get; } = [];

        public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments) => Task.CompletedTask;

        public Task SaveAsync(string task, SnapshotManifest manifest)
        {
            Saved.Add(manifest);
            return Task.CompletedTask;
        }

        public IReadOnlyList<SnapshotManifest> Manifests(string task) => [];

        public byte[]? Segment(string task, string name) => null;
    }
}
