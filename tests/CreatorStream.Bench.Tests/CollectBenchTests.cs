using System.Text;
using System.Text.Json;

namespace CreatorStream.Bench.Tests;

public sealed class CollectBenchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Every_event_is_distinct_current_and_valid()
    {
        var ids = new HashSet<string>();
        var visitors = new HashSet<string>();
        var types = new Dictionary<string, int>();
        for (int connection = 0; connection < 2; connection++)
        {
            var body = new BenchBody(7, connection, 5_000);
            Assert.InRange(body.Length / (double)body.Events, 180, 230);
            for (int send = 0; send < 3; send++)
            {
                foreach (
                    string line in Encoding
                        .ASCII.GetString(body.Next(Now).Span)
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                )
                {
                    JsonElement e = JsonDocument.Parse(line).RootElement;
                    Assert.True(ids.Add(e.GetProperty("id").GetString()!), "an id came twice");
                    visitors.Add(e.GetProperty("visitor").GetString()!);
                    Assert.Equal(Now, e.GetProperty("time").GetDateTimeOffset());
                    string type = e.GetProperty("type").GetString()!;
                    types[type] = types.GetValueOrDefault(type) + 1;
                }
            }
        }
        Assert.Equal(30_000, ids.Count);
        Assert.True(visitors.Count > 29_000, $"{visitors.Count} visitors");
        Assert.Equal(["click", "conversion", "engagement", "impression"], types.Keys.Order());
        Assert.InRange(types["impression"], 23_000, 25_000);
    }

    [Fact]
    public async Task Only_answers_count()
    {
        await using FakeService service = await FakeService.Start();
        service.Refuse = line =>
            line.Contains("\"type\":\"conversion\"", StringComparison.Ordinal) ? ("type", "no") : null;
        var time = new RequestTime();
        service.Taken = time.CountRequest;
        var options = new CollectBenchOptions { Connections = 2, Batch = 500 };
        CollectBenchResult result = await new CollectBench(service.Address, options, time).Run(CancellationToken.None);
        Assert.True(result.Accepted > 0 && result.Rejected > 0, result.ToString());
        Assert.True(result.Accepted + result.Rejected <= service.Requests.Count * 500, result.ToString());
    }

    /// <summary>
    /// A clock whose timer is due once 15 requests have come since it was set: however slow the machine is, some of
    /// them were answered between two timers.
    /// </summary>
    private sealed class RequestTime : TimeProvider
    {
        private const int RequestsToWait = 15;
        private readonly Lock gate = new();
        private ManualTimer? waiting;
        private int requests;

        public void CountRequest()
        {
            ManualTimer? due = null;
            lock (gate)
            {
                if (++requests == RequestsToWait)
                {
                    due = waiting;
                }
            }

            due?.Fire();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(callback, state);
            lock (gate)
            {
                waiting = timer;
                requests = 0;
            }

            return timer;
        }
    }

    private sealed class ManualTimer(TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
