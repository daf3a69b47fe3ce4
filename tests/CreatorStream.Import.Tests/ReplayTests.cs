using System.Text.Json;

namespace CreatorStream.Import.Tests;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Events =
        "{\"id\":\"c\",\"nested\":{\"time\":1},\"time\":\"2026-01-01T00:01:00Z\",\"x\":1}\n"
        + "{\"id\":\"a\",\"time\":\"2026-01-01T00:00:00Z\"}\n"
        + "{\"id\":\"no time\"}\n"
        + "{\"id\":\"b\",\"time\":\"2026-01-01T00:00:30+00:00\"}\n";

    [Fact]
    public async Task Events_come_in_order_and_as_fast_as_asked()
    {
        (MemorySink? sink, ManualTime? time, string[]? refused) = await Play(speed: 10, shift: false);
        Assert.Equal(
            ["a", "b", "c"],
            sink.Lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString())
        );
        Assert.Equal([1, 1, 1], sink.Batches);
        Assert.Equal(TimeSpan.FromSeconds(6), time.GetUtcNow() - Now);
        Assert.Equal(["file,line,field,reason", "events,3,time,no usable time"], refused);
    }

    [Fact]
    public async Task Shifted_events_have_the_time_at_which_they_are_sent()
    {
        (MemorySink? sink, ManualTime _, string[] _) = await Play(speed: 10, shift: true);
        Assert.Equal("{\"id\":\"a\",\"time\":\"2026-06-01T12:00:00.000Z\"}", sink.Lines[0]);
        Assert.Equal("{\"id\":\"b\",\"time\":\"2026-06-01T12:00:03.000Z\"}", sink.Lines[1]);
        Assert.Equal(
            "{\"id\":\"c\",\"nested\":{\"time\":1},\"time\":\"2026-06-01T12:00:06.000Z\",\"x\":1}",
            sink.Lines[2]
        );
    }

    private static async Task<(MemorySink, ManualTime, string[])> Play(double speed, bool shift)
    {
        using var scratch = new Scratch();
        var time = new ManualTime(Now);
        var sink = new MemorySink();
        string path = scratch.Path("report.csv");
        using (var report = new RejectedReport(path))
        {
            ReplayRun run = await ReplayRun.Load(scratch.Write("events", Events), null, report, CancellationToken.None);
            Assert.Equal(TimeSpan.FromMinutes(1), run.Span);
            await using var sender = new BatchSender(
                sink,
                _ => { },
                (_, _) => { },
                CancellationToken.None,
                inFlight: 1
            );
            await run.Play(sender, speed, shift, time, CancellationToken.None);
            await sender.Complete();
        }
        return (sink, time, await File.ReadAllLinesAsync(path));
    }
}
