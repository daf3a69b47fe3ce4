using CreatorStream.Events;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Embedded.Tests;

/// <summary>What decisions do to a log that somebody reads all the while, as a service does that is sent events.</summary>
public class LogEraserTests
{
    [Fact]
    public async Task Decisions_that_erase_nobody_wait_for_no_reader()
    {
        using var log = new TestLog();
        await log.Append(0, "a", "b");
        var decided = new Override("default", ErasedPerson.Of("v1"u8, log.Log.Secret), null);
        await DecideAsync(log, decided.ToJson("local"));
        using ILogReader reader = log.Log.Read(LogStream.Events, 0, 0);
        Assert.True(reader.TryRead(out _));
        using var erased = new ErasedVisitors(log.Log);
        LogEraser eraser = Eraser(log, erased);

        await eraser.EraseAsync(CancellationToken.None);

        Assert.Equal(log.Log.EndOffset(LogStream.Decisions, 0), log.Log.ErasedTo);
        Assert.Equal(0, eraser.Progress.Pending);
        // One that erases waits: pages as they were lie in the write-ahead log.
        await DecideAsync(log, new Erasure("default", ErasedPerson.Of("v1"u8, log.Log.Secret)).ToJson("local"));
        await Assert.ThrowsAsync<LogUnavailableException>(() => eraser.EraseAsync(CancellationToken.None));
        Assert.Equal(1, eraser.Progress.Pending);
        reader.Dispose();
        await eraser.EraseAsync(CancellationToken.None);
        Assert.Equal(log.Log.EndOffset(LogStream.Decisions, 0), log.Log.ErasedTo);
        Assert.Equal(0, eraser.Progress.Pending);
    }

    private static Task DecideAsync(TestLog log, byte[] decision) =>
        log.Log.AppendAsync([new LogAppend(LogStream.Decisions, 0, decision, 1)], CancellationToken.None);

    private static LogEraser Eraser(TestLog log, ErasedVisitors erased) =>
        new(log.Log, erased, _ => Task.CompletedTask, TimeProvider.System, NullLogger<LogEraser>.Instance);
}
