using System.Collections.Concurrent;
using System.Text.Json;
using CreatorStream.Import;

namespace CreatorStream.Worlds.Tests;

public sealed class DemoTrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Catalog_history_and_live_come_in_turn_and_nothing_from_the_future(double speed)
    {
        var time = new ManualTime(Now);
        using var stop = new CancellationTokenSource();
        var sinks = new ConcurrentDictionary<FactKind, MemorySink>();
        var options = new DemoTrafficOptions
        {
            Seed = 4,
            Speed = speed,
            History = TimeSpan.FromMinutes(10),
        };
        var demo = new DemoTraffic(options, time, kind => sinks.GetOrAdd(kind, _ => new MemorySink()));
        var phases = new List<string>();
        int live = 0;
        var progress = new Direct(p =>
        {
            if (phases.Count == 0 || phases[^1] != p.Phase)
            {
                phases.Add(p.Phase);
            }

            if (p.Phase == "live" && ++live == 600)
            {
                stop.Cancel();
            }
        });
        await demo.Run(progress, stop.Token);
        Assert.Equal(["catalog", "history", "live"], phases);
        Assert.NotEmpty(sinks[FactKind.Catalog].Lines);
        DateTimeOffset[] times = sinks[FactKind.Events]
            .Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetDateTimeOffset())
            .ToArray();
        Assert.Equal(times.Length, demo.Accepted);
        Assert.True(times.Max() <= time.GetUtcNow(), "no event is ahead of the clock");
        DateTimeOffset start = Now - TimeSpan.FromMinutes(10) * (speed - 1);
        Assert.True(times.Max() > start + TimeSpan.FromSeconds(50) * speed, "live goes on as fast as asked");
        Assert.Contains(times, t => t < start - TimeSpan.FromMinutes(9));
    }

    private sealed class Direct(Action<DemoProgress> report) : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => report(value);
    }
}
