using System.Text;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests;

/// <summary>Records that are rewritten where they lie.</summary>
public class SqliteFactLogReplacementTests
{
    private const string Secret = "ann@example.org";

    [Fact]
    public async Task A_record_is_replaced_in_its_place_with_its_time()
    {
        using var log = new TestLog();
        await log.Append(0, "a", Secret, "c");
        await log.Append(1, Secret);
        List<(long, long, int)> before = Coordinates(log.Log);

        await log.Log.ReplaceAsync(0, [new LogReplacement(2, "gone"u8.ToArray())]);
        // Of another partition: not that one's to replace.
        await log.Log.ReplaceAsync(0, [new LogReplacement(4, "gone"u8.ToArray())]);

        Assert.Equal(["a", "gone", "c"], log.Read(0));
        Assert.Equal([Secret], log.Read(1));
        Assert.Equal(before, Coordinates(log.Log));
        log.Reopen();
        Assert.Equal(["a", "gone", "c"], log.Read(0));
        Assert.Empty(log.Said.Errors);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Nothing_of_it_is_left_on_disk_once_erasures_are_finished(int repeats)
    {
        using var log = new TestLog();
        await log.Append(0, "a", string.Concat(Enumerable.Repeat(Secret, repeats)), "c");
        Assert.True(IsOnDisk(log));
        await log.Log.ReplaceAsync(0, [new LogReplacement(2, "gone"u8.ToArray())]);
        await log.Log.FinishErasuresAsync(7);
        Assert.False(IsOnDisk(log));
        Assert.Equal(["a", "gone", "c"], log.Read(0));
        Assert.Equal(7, log.Log.ErasedTo);
        log.Reopen();
        Assert.Equal(7, log.Log.ErasedTo);
        Assert.False(IsOnDisk(log));
    }

    [Fact]
    public async Task They_are_not_finished_while_somebody_still_reads_what_was_there()
    {
        using var log = new TestLog();
        await log.Append(0, Secret, Secret);
        using (ILogReader reader = log.Log.Read(LogStream.Events, 0, 0))
        {
            Assert.True(reader.TryRead(out _));
            await log.Log.ReplaceAsync(0, [new(1, "gone"u8.ToArray()), new(2, "gone"u8.ToArray())]);
            await Assert.ThrowsAsync<LogUnavailableException>(() => log.Log.FinishErasuresAsync(7));
            Assert.Equal(0, log.Log.ErasedTo);
            // The log takes what comes all the same.
            await log.Append(0, "more");
        }
        await log.Log.FinishErasuresAsync(7);
        Assert.False(IsOnDisk(log));
        Assert.Equal(["gone", "gone", "more"], log.Read(0));
    }

    [Fact]
    public async Task Decisions_outlive_the_retention()
    {
        using var log = new TestLog();
        await log.Log.AppendAsync([new LogAppend(LogStream.Decisions, 0, "d"u8.ToArray(), 1)], CancellationToken.None);
        await log.Append(0, "a");
        Assert.Equal(1, log.Log.FactsBefore(long.MaxValue));
        log.Log.Prune(long.MaxValue);
        Assert.Empty(log.Read(0));
        using ILogReader decisions = log.Log.Read(LogStream.Decisions, 0, 0);
        Assert.Equal(["d"], TestLog.Read(decisions));
    }

    private static bool IsOnDisk(TestLog log) =>
        Directory
            .EnumerateFiles(Path.GetDirectoryName(log.FilePath)!)
            .Any(file => ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static List<(long, long, int)> Coordinates(SqliteFactLog log)
    {
        var found = new List<(long, long, int)>();
        using ILogReader reader = log.Read(LogStream.Events, 0, 0);
        while (reader.TryRead(out LogRecord record))
        {
            found.Add((record.Offset, record.AppendedAtMicros, record.Facts));
        }
        return found;
    }
}
