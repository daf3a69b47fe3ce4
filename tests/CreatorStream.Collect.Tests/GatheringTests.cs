using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Small bodies share records while an append is under way, and each answer waits for its own.</summary>
public sealed class GatheringTests : IDisposable
{
    private readonly HeldLog log = new();
    private readonly StateMemory memory = new();
    private readonly ErasedVisitors erased;
    private readonly EventCollector collector;

    public GatheringTests()
    {
        erased = new ErasedVisitors(log);
        collector = new EventCollector(log, erased, memory, new CollectMetrics(), new FixedTime());
    }

    public void Dispose()
    {
        collector.Dispose();
        erased.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task What_comes_during_an_append_shares_the_next_one()
    {
        Task<CollectResult> first = Send("e0", "v0");
        Task<CollectResult>[] others = [.. Enumerable.Range(1, 100).Select(i => Send($"e{i}", $"v{i}"))];
        Task<CollectResult> bad = Send("", "v1");
        Assert.Single((await bad).Rejections);
        HeldAppend one = Assert.Single(log.Appends);
        Assert.Equal(["e0"], one.Ids);
        Assert.False(first.IsCompleted);
        one.Done.SetResult();
        Assert.Equal(1, (await first).Accepted);
        HeldAppend two = log.Appends[1];
        Assert.Equal(HeldLog.PartitionCount, two.Records);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"e{i}").Order(), two.Ids.Order());
        Assert.DoesNotContain(others, other => other.IsCompleted);
        two.Done.SetResult();
        Assert.All(
            await Task.WhenAll(others),
            result => Assert.Equal((1, 0), (result.Accepted, result.Rejections.Count))
        );
        Assert.Equal(2, log.Appends.Count);
        // And the next one is not kept waiting by nobody.
        Task<CollectResult> later = Send("later", "v0");
        log.Appends[2].Done.SetResult();
        await later;
    }

    [Fact]
    public async Task A_failed_append_fails_those_in_it_and_no_others()
    {
        Task<CollectResult> first = Send("e0", "v0");
        Task<CollectResult>[] others = [.. Enumerable.Range(1, 20).Select(i => Send($"e{i}", $"v{i}"))];
        log.Appends[0].Done.SetResult();
        await first;
        Task<CollectResult> next = Send("next", "v0");
        log.Appends[1].Done.SetException(new LogUnavailableException("the disk is full"));
        foreach (Task<CollectResult> other in others)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(() => other);
        }
        log.Appends[2].Done.SetResult();
        await next;
        Assert.Equal(["next"], log.Appends[2].Ids);
        log.Failure = new LogUnavailableException("it is closed");
        await Assert.ThrowsAsync<LogUnavailableException>(() => Send("e1", "v1"));
        log.Failure = null;
        Task<CollectResult> again = Send("e1", "v1");
        log.Appends[3].Done.SetResult();
        await again;
    }

    [Fact]
    public async Task It_settles_when_what_has_gathered_is_durable_too()
    {
        // So that whoever waits goes on at once, and nobody can be early unseen.
        SynchronizationContext.SetSynchronizationContext(null);
        Task<CollectResult> first = Send("e0", "v0");
        Task<CollectResult> second = Send("e1", "v1");
        Task settled = collector.SettleAsync(CancellationToken.None);
        log.Appends[0].Done.SetResult();
        Assert.Equal((true, false), (first.IsCompletedSuccessfully, settled.IsCompleted));
        log.Appends[1].Done.SetResult();
        await Task.WhenAll(first, second, settled);
    }

    /// <summary>As a connection may be that has sent thousands of requests behind the first.</summary>
    [Fact]
    public async Task Who_goes_on_for_long_keeps_nobody_from_the_log()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var goesOn = new ManualResetEventSlim();
        using var isOver = new ManualResetEventSlim();
        Task first = Send("e0", "v0")
            .ContinueWith(
                _ =>
                {
                    goesOn.Set();
                    isOver.Wait();
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        Task<CollectResult> second = Send("e1", "v1");
        var disk = Task.Run(log.Appends[0].Done.SetResult);
        goesOn.Wait();
        log.Appends[1].Done.SetResult();
        Assert.True(second.IsCompletedSuccessfully);
        isOver.Set();
        await Task.WhenAll(first, disk);
    }

    [Fact]
    public async Task A_large_body_has_records_of_its_own_beside_what_gathers()
    {
        Task<CollectResult> small = Send("e0", "v0");
        string body = string.Join('\n', Enumerable.Range(0, 1_000).Select(i => Line($"large{i}", $"v{i}")));
        Task<CollectResult> large = Send(body);
        Assert.Equal(1_000, log.Appends[1].Ids.Count);
        log.Appends[1].Done.SetResult();
        Assert.Equal(1_000, (await large).Accepted);
        Assert.False(small.IsCompleted);
        log.Appends[0].Done.SetResult();
        await small;
    }

    private static string Line(string id, string visitor) => Event(("id", $"\"{id}\""), ("visitor", $"\"{visitor}\""));

    private Task<CollectResult> Send(string id, string visitor) => Send(Line(id, visitor));

    private Task<CollectResult> Send(string body) =>
        collector.CollectAsync(Principal.Local, Encoding.UTF8.GetBytes(body), isLines: true, CancellationToken.None);

    private sealed record HeldAppend(List<string> Ids, int Records, TaskCompletionSource Done);

    /// <summary>A log whose appends end when the test says so.</summary>
    private sealed class HeldLog : IFactLog
    {
        public const int PartitionCount = 3;

        public int Partitions => PartitionCount;

        public ulong Secret => 7;

        public List<HeldAppend> Appends { get; } = [];

        public LogUnavailableException? Failure { get; set; }

        public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
        {
            if (Failure != null)
            {
                throw Failure;
            }
            var ids = new List<string>();
            var batch = new EventBatch();
            foreach (LogAppend record in records)
            {
                EventBatchCodec.Decode(record.Payload.Span, batch);
                Assert.Equal(record.Facts, batch.Count);
                ids.AddRange(
                    Enumerable
                        .Range(0, batch.Count)
                        .Select(row => Encoding.UTF8.GetString(batch.Bytes(EventField.Id, row)))
                );
            }
            Appends.Add(new HeldAppend(ids, records.Count, new TaskCompletionSource()));
            return Appends[^1].Done.Task;
        }

        public ILogReader Read(LogStream stream, int partition, long afterOffset) => throw new NotSupportedException();

        public long EndOffset(LogStream stream, int partition) => 0;
    }
}
