using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Embedded.Tests;

/// <summary>The log's one writer meets an error that nobody thought of.</summary>
public sealed class WriterFailureTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-writer-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Nobody_waits_for_it_and_it_is_told()
    {
        var time = new BrokenTime();
        using var log = SqliteFactLog.Open(
            Path.Combine(folder.FullName, "log.db"),
            1,
            time,
            NullLogger<SqliteFactLog>.Instance
        );
        await Append(log);
        time.IsBroken = true;
        // More than may wait: those behind wait for room.
        Task[] appends = [.. Enumerable.Range(0, 600).Select(_ => Append(log))];
        foreach (Task append in appends)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(() => append);
        }
        await Assert.ThrowsAsync<LogUnavailableException>(() => Append(log));
        await Assert.ThrowsAsync<ArithmeticException>(() => log.Completion);
    }

    private static Task Append(SqliteFactLog log) =>
        log.AppendAsync([new LogAppend(LogStream.Events, 0, "x"u8.ToArray(), 1)], CancellationToken.None);

    private sealed class BrokenTime : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new ArithmeticException() : base.GetUtcNow();
    }
}
