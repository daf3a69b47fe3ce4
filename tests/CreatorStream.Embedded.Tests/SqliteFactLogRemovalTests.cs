using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests;

/// <summary>A log that is emptied from its beginning.</summary>
public class SqliteFactLogRemovalTests
{
    [Fact]
    public async Task What_is_removed_is_of_one_partition_and_up_to_one_offset()
    {
        using var log = new TestLog();
        await log.Append(0, "a", "bb");
        await log.Append(1, "c");
        await log.Append(0, "d");
        using ILogReader reader = log.Log.Read(LogStream.Events, 0, 0);
        reader.TryRead(out _);
        reader.TryRead(out _);

        PartitionContents removed = await log.Log.RemoveAsync(LogStream.Events, 0, reader.Offset);

        Assert.Equal(new PartitionContents(LogStream.Events, 0, Records: 2, Facts: 2, Bytes: 3), removed);
        Assert.Equal(["d"], log.Read(0));
        Assert.Equal(["c"], log.Read(1));
        Assert.Equal(
            [
                new PartitionContents(LogStream.Events, 0, Records: 1, Facts: 1, Bytes: 1),
                new PartitionContents(LogStream.Events, 1, Records: 1, Facts: 1, Bytes: 1),
            ],
            log.Log.Contents()
        );
    }

    [Fact]
    public async Task A_large_file_is_small_again_when_nothing_is_left_and_goes_on()
    {
        using var log = new TestLog();
        string text = new('x', 1_000_000);
        for (int i = 0; i < 40; i++)
        {
            await log.Append(0, text);
        }
        await log.Log.RemoveAsync(LogStream.Events, 0, long.MaxValue);
        // The room is given back after the answer, and before the next one.
        await log.Append(1, "next");
        Assert.InRange(new FileInfo(log.FilePath).Length, 0, 1_000_000);
        Assert.Equal(["next"], log.Read(1));
        Assert.Empty(log.Said.Errors);
        log.Reopen();
        Assert.Equal(["next"], log.Read(1));
    }

    [Fact]
    public async Task The_oldest_is_known_by_its_time()
    {
        using var log = new TestLog();
        Assert.Null(log.Log.OldestMicros());
        await log.Append(2, "a");
        long? first = log.Log.OldestMicros();
        Assert.NotNull(first);
        await log.Append(1, "b");
        Assert.Equal(first, log.Log.OldestMicros());
        await log.Log.RemoveAsync(LogStream.Events, 2, long.MaxValue);
        Assert.True(log.Log.OldestMicros() >= first);
    }
}
