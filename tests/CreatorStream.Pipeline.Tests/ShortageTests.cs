using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A visitor task whose state has no room on the disk, and none in memory.</summary>
public sealed class ShortageTests : IDisposable
{
    private const int Large = 3 << 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-scratch-");
    private long free = Large;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_reads_no_more_and_goes_on_by_itself_when_there_is_room()
    {
        using var memory = new StateMemory(folder.FullName, budgetBytes: 1, freeBytes: () => free);
        using var stop = new CancellationTokenSource();
        var reader = new EndlessReader();
        using VisitorTask task = Make(reader, memory);
        free = 0;
        memory.Open().Allocate(StatePart.Journeys, Large);
        Look(memory);
        var running = Task.Run(() => task.RunAsync(stop.Token));
        // It has looked at what there is beside events, and waits.
        await reader.Asked;
        Assert.Equal(0, reader.Offset);
        free = StateMemory.LeastToGoOn;
        Look(memory);
        await reader.WasRead;
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void It_stops_between_turns()
    {
        using var memory = new StateMemory(folder.FullName, budgetBytes: 1, freeBytes: () => free);
        var reader = new EndlessReader();
        using VisitorTask task = Make(reader, memory);
        task.Open();
        Assert.True(task.TakeIn());
        long before = reader.Offset;
        Assert.NotEqual(0, before);
        free = 0;
        memory.Open().Allocate(StatePart.Journeys, Large);
        Look(memory);
        Assert.False(task.TakeIn());
        Assert.Equal(before, reader.Offset);
        // What it has read so far is published.
        Assert.Equal(before, task.TickIfDue()!.Progress.EventsOffset);
    }

    private static void Look(StateMemory memory) => memory.Look(usedBytes: 2, heapBytes: 0, DateTimeOffset.UnixEpoch);

    private static VisitorTask Make(IEventReader reader, StateMemory memory) =>
        new(
            0,
            new EmptyLog(),
            reader,
            new NoSnapshots(),
            (_, _) => ValueTask.CompletedTask,
            new EngineOptions(),
            memory,
            TimeProvider.System,
            NullLogger.Instance
        );

    /// <summary>There is always another batch, of nothing.</summary>
    private sealed class EndlessReader : IEventReader
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource wasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long offset;

        /// <summary>The task has come round to ask whether it may publish.</summary>
        public Task Asked => asked.Task;

        public Task WasRead => wasRead.Task;

        public IReadOnlyDictionary<string, long> Vector => new Dictionary<string, long> { ["events"] = Offset };

        public long Offset => Volatile.Read(ref offset);

        public long Unreadable => 0;

        public bool IsBehindFormerOwner
        {
            get
            {
                asked.TrySetResult();
                return false;
            }
        }

        public Task Arrival => Task.CompletedTask;

        public bool Holds(IReadOnlyDictionary<string, long> vector) => true;

        public void Open(IReadOnlyDictionary<string, long> vector) { }

        public bool TryRead(FactBatch batch)
        {
            batch.Events.Clear();
            batch.AppendedToFill();
            Interlocked.Increment(ref offset);
            wasRead.TrySetResult();
            return true;
        }

        public void Dispose() { }
    }

    private sealed class NoSnapshots : ISnapshotStore
    {
        public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments) => Task.CompletedTask;

        public Task SaveAsync(string task, SnapshotManifest manifest) => Task.CompletedTask;

        public IReadOnlyList<SnapshotManifest> Manifests(string task) => [];

        public byte[]? Segment(string task, string name) => null;
    }
}
