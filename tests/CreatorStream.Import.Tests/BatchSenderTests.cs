using System.Buffers;

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

    private static ValueTask Commit(BatchSender sender)
    {
        sender.Event.Write("{}"u8);
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
