using System.Text;

namespace CreatorStream.Import.Tests;

public class BatchSenderTests
{
    [Fact]
    public async Task One_that_waits_for_room_when_a_batch_is_lost_ends_with_the_reason()
    {
        await using var sink = new LosingSink();
        var sender = new BatchSender(sink, _ => { }, (_, _) => { }, CancellationToken.None, maxEvents: 1, inFlight: 1);
        await Commit(sender);
        Task waits = Commit(sender).AsTask();
        Assert.False(waits.IsCompleted);
        sink.Answer.SetException(new SinkException("lost"));
        Assert.Equal("lost", (await Assert.ThrowsAsync<SinkException>(() => Eventually.Done(waits))).Message);
        await Eventually.Done(sender.DisposeAsync().AsTask());
    }

    /// <summary>More of them than stay open: also then a batch has events of one, and nothing is lost.</summary>
    [Fact]
    public async Task A_batch_has_events_of_one_workspace()
    {
        var sink = new MemorySink();
        await using var sender = new BatchSender(sink, _ => { }, (_, _) => { }, CancellationToken.None);
        string[] events =
        [
            .. Enumerable.Range(0, 2_000).Select(i => $"{{\"workspace\":\"w{i * i % 41}\",\"id\":\"{i}\"}}"),
        ];
        foreach (string json in events)
        {
            await Commit(sender, json);
        }
        await sender.Complete();
        Assert.Equal(events.Order(), sink.Lines.Order());
        int at = 0;
        foreach (int count in sink.Batches)
        {
            Assert.Single(sink.Lines.GetRange(at, count).Select(line => line.Split('"')[3]).Distinct());
            at += count;
        }
    }

    [Fact]
    public async Task What_is_no_event_is_the_sinks_to_refuse()
    {
        var sink = new MemorySink();
        await using var sender = new BatchSender(sink, _ => { }, (_, _) => { }, CancellationToken.None);
        string[] lines =
        [
            "\"workspace\"",
            "{\"workspace\":",
            "{\"workspace\":7}",
            "{\"x\":{\"workspace\":\"w\"}}",
            "{\"\\ud800abcdefgh\":1,\"workspace\":\"w\"}",
        ];
        foreach (string line in lines)
        {
            await Commit(sender, line);
        }
        await sender.Complete();
        Assert.Equal(lines.Order(), sink.Lines.Order());
    }

    private static ValueTask Commit(BatchSender sender, string json = "{}")
    {
        Encoding.UTF8.GetBytes(json, sender.Event);
        return sender.Commit(1);
    }

    private sealed class LosingSink : IEventSink
    {
        public TaskCompletionSource<SinkResult> Answer { get; } = new();

        public async ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct) =>
            await Answer.Task;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
