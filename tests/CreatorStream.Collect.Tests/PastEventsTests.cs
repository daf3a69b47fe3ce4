using System.Text;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Bodies of past events wait until the figures have those before them; live ones never do.</summary>
public sealed class PastEventsTests : IDisposable
{
    /// <summary>About, for each partition gives its share: more than one, less than two.</summary>
    private const long TwoParts = 1_900;

    private readonly CountingLog log = new();
    private readonly SteppedClock time = new();
    private readonly StateMemory memory = new();
    private readonly ErasedVisitors erased;
    private readonly EventCollector collector;
    private long takenIn;

    public PastEventsTests()
    {
        erased = new ErasedVisitors(log);
        collector = new EventCollector(
            log,
            erased,
            memory,
            new CollectMetrics(),
            time,
            _ => Interlocked.Read(ref takenIn)
        );
    }

    public void Dispose()
    {
        collector.Dispose();
        erased.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task They_wait_while_the_figures_lag_and_live_ones_do_not()
    {
        await Send("live", "12:00", 1);
        Task<CollectResult> past = Send("past", "09:00", 5_000);
        await Appended(TwoParts);
        long before = log.Facts;
        Assert.Equal(1_000, (await Send("now", "11:50", 1_000)).Accepted);
        Assert.Equal(1, (await Send("one", "12:00", 1)).Accepted);
        // A late one that comes alone is as welcome.
        Assert.Equal(1, (await Send("late", "03:00", 1)).Accepted);
        await collector.SettleAsync(CancellationToken.None);
        Assert.Equal(before + 1_002, log.Facts);
        Assert.False(past.IsCompleted);
        TakeIn();
        await Appended(before + 1_002 + TwoParts);
        Assert.False(past.IsCompleted);
        TakeIn();
        Assert.Equal(5_000, (await past).Accepted);
        Assert.Equal(6_003, log.Facts);
    }

    [Fact]
    public async Task They_go_on_slowly_where_the_figures_never_come_so_far()
    {
        await Send("live", "12:00", 1);
        Task<CollectResult> past = Send("past", "09:00", 4_000);
        await Appended(TwoParts);
        Assert.False(past.IsCompleted);
        int live = 0;
        await Eventually.Holds(
            "the rest",
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Send($"live{live++}", "12:00", 1);
                return past.IsCompleted ? null : $"{log.Facts} events";
            }
        );
        Assert.Equal(4_000, (await past).Accepted);
    }

    [Fact]
    public async Task Alone_they_hardly_wait()
    {
        Assert.Equal(9_000, (await Send("before", "09:00", 9_000)).Accepted);
        // Whole, since nobody may come between.
        Assert.Equal(1, log.EndOffset(LogStream.Events, 0));
        await Send("live", "12:00", 1);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(9_000, (await Send("after", "09:00", 9_000)).Accepted);
        Assert.Equal(3, log.EndOffset(LogStream.Events, 0));
    }

    /// <summary>An erasure looks at the log when this is over.</summary>
    [Fact]
    public async Task Settling_waits_for_the_part_that_is_being_appended()
    {
        log.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CollectResult> past = Send("past", "09:00", 2_000);
        await Appended(2_000);
        Task settles = collector.SettleAsync(CancellationToken.None);
        Assert.False(settles.IsCompleted);
        log.Hold.SetResult();
        await Eventually.Done(settles);
        Assert.Equal(2_000, (await past).Accepted);
    }

    [Fact]
    public async Task Too_many_that_wait_are_refused_and_told_to_come_again()
    {
        await Send("live", "12:00", 1);
        Task<CollectResult>[] waiting = [.. Enumerable.Range(0, 16).Select(i => Send($"p{i}", "09:00", 3_000))];
        await Appended(TwoParts);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Send("p16", "09:00", 3_000));
        Assert.Equal((503, "past", 10), (refused.Status, refused.CountedAs, refused.RetryAfterSeconds));
        Interlocked.Exchange(ref takenIn, long.MaxValue);
        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(3_000, result.Accepted));
        Assert.Equal(1 + (16 * 3_000), log.Facts);
        Assert.Equal(3_000, (await Send("p16", "09:00", 3_000)).Accepted);
    }

    private void TakeIn() => Interlocked.Exchange(ref takenIn, log.EndOffset(LogStream.Events, 0));

    private Task Appended(long facts) =>
        Eventually.Holds(
            "events in the log",
            () => Task.FromResult(log.Facts >= facts ? null : $"{log.Facts} of {facts}")
        );

    private Task<CollectResult> Send(string ids, string clock, int events)
    {
        IEnumerable<string> lines = Enumerable
            .Range(0, events)
            .Select(i =>
                Event(("id", $"\"{ids}-{i}\""), ("visitor", $"\"v{i}\""), ("time", $"\"2026-03-01T{clock}:00Z\""))
            );
        byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return collector.CollectAsync(Principal.Local, body, isLines: true, CancellationToken.None);
    }

    /// <summary>Timers go as they do, measured time stands still.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long now = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => Interlocked.Add(ref now, by.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref now);

        public override DateTimeOffset GetUtcNow() => FixedTime.Now;
    }

    /// <summary>Takes everything at once, or when a test says so; offsets grow by one with each append.</summary>
    private sealed class CountingLog : IFactLog
    {
        private long facts;
        private long end;

        public int Partitions => 3;

        public ulong Secret => 7;

        public long Facts => Interlocked.Read(ref facts);

        public TaskCompletionSource? Hold { get; set; }

        public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
        {
            Interlocked.Increment(ref end);
            Interlocked.Add(ref facts, records.Sum(record => (long)record.Facts));
            return Hold?.Task ?? Task.CompletedTask;
        }

        public ILogReader Read(LogStream stream, int partition, long afterOffset) => throw new NotSupportedException();

        public long EndOffset(LogStream stream, int partition) => Interlocked.Read(ref end);
    }
}
