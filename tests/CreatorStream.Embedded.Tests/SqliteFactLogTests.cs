using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests;

public class SqliteFactLogTests
{
    [Fact]
    public async Task A_partition_is_read_in_the_order_of_appending()
    {
        using var log = new TestLog();
        // More than a reader takes at once, in the partitions' turns.
        for (int i = 0; i < 100; i++)
        {
            await log.Append(i % 2, $"{i}", $"{i}b");
        }
        Assert.Equal(Enumerable.Range(0, 50).SelectMany(i => (string[])[$"{i * 2}", $"{i * 2}b"]), log.Read(0));
        Assert.Equal(100, log.Read(1).Count);
        Assert.Empty(log.Read(2));
    }

    [Fact]
    public async Task Streams_are_apart_and_facts_and_times_come_back()
    {
        using var log = new TestLog();
        await log.Log.AppendAsync(
            [
                new LogAppend(LogStream.Events, 0, "e"u8.ToArray(), 7),
                new LogAppend(LogStream.Catalog, 0, "c"u8.ToArray(), 2),
                new LogAppend(LogStream.Events, 0, ReadOnlyMemory<byte>.Empty, 0),
            ],
            CancellationToken.None
        );
        using ILogReader reader = log.Log.Read(LogStream.Events, 0, 0);
        Assert.True(reader.TryRead(out LogRecord first));
        Assert.Equal((7, "e"), (first.Facts, Encoding.UTF8.GetString(first.Payload)));
        long offset = first.Offset;
        long appendedAt = first.AppendedAtMicros;
        Assert.True(reader.TryRead(out LogRecord second));
        Assert.True(second.Payload.IsEmpty);
        Assert.True(second.Offset > offset);
        Assert.Equal(appendedAt, second.AppendedAtMicros);
        Assert.False(reader.TryRead(out _));
        using ILogReader catalog = log.Log.Read(LogStream.Catalog, 0, 0);
        Assert.True(catalog.TryRead(out LogRecord entry));
        Assert.Equal("c"u8, entry.Payload);
    }

    [Fact]
    public async Task A_reader_waits_and_wakes()
    {
        using var log = new TestLog();
        using ILogReader reader = log.Log.Read(LogStream.Events, 1, 0);
        using ILogReader other = log.Log.Read(LogStream.Events, 2, 0);
        for (int i = 0; i < 50; i++)
        {
            Assert.Empty(TestLog.Read(reader));
            Assert.False(reader.Appended.IsCompleted);
            await log.Append(1, $"{i}");
            await Eventually.Done(reader.Appended);
            Assert.Equal([$"{i}"], TestLog.Read(reader));
        }
        Assert.Empty(TestLog.Read(other));
        Assert.False(other.Appended.IsCompleted);
    }

    /// <summary>Several records of one time, and gaps where some were removed.</summary>
    [Fact]
    public async Task What_came_before_a_time_is_told_by_an_offset()
    {
        var time = new HandTime();
        using var log = new TestLog(time: time);
        Assert.Equal(0, log.Log.OffsetBefore(long.MaxValue));
        long first = Rfc3339.ToMicros(time.GetUtcNow());
        for (int minute = 0; minute < 40; minute++)
        {
            await log.Append(minute % 3, $"{minute}", $"{minute}b");
            time.Now += TimeSpan.FromMinutes(1);
        }
        await log.Log.RemoveAsync(LogStream.Events, 1, long.MaxValue);
        for (int minute = -1; minute <= 41; minute++)
        {
            // Also between two.
            foreach (int seconds in (int[])[0, 30])
            {
                long after = log.Log.OffsetBefore(first + ((minute * 60L) + seconds) * 1_000_000);
                int begins = seconds == 0 ? minute : minute + 1;
                foreach (int partition in (int[])[0, 2])
                {
                    Assert.Equal(
                        Enumerable
                            .Range(0, 40)
                            .Where(of => of >= begins && of % 3 == partition)
                            .SelectMany(of => (string[])[$"{of}", $"{of}b"]),
                        log.Read(partition, after)
                    );
                }
            }
        }
        Assert.Equal(0, log.Log.OffsetBefore(long.MinValue));
    }

    private sealed class HandTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public async Task A_reader_begins_behind_an_offset()
    {
        using var log = new TestLog();
        var offsets = new List<long>();
        for (int i = 0; i < 10; i++)
        {
            await log.Append(0, $"{i}");
            offsets.Add(log.Log.EndOffset(LogStream.Events, 0));
        }
        Assert.Equal(offsets.Order(), offsets);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Enumerable.Range(i + 1, 9 - i).Select(at => $"{at}"), log.Read(0, offsets[i]));
            Assert.Equal(9 - i, log.Log.RecordsAfter(LogStream.Events, 0, offsets[i]));
        }
        Assert.Equal(0, log.Log.EndOffset(LogStream.Events, 1));
    }

    [Fact]
    public async Task Appends_at_once_are_all_there_and_each_stays_together()
    {
        using var log = new TestLog();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => log.Append(0, $"{i}a", $"{i}b")));
        string[] texts = [.. log.Read(0)];
        Assert.Equal(1000, texts.Length);
        Assert.All(texts.Chunk(2), pair => Assert.Equal(pair[0].Replace('a', 'b'), pair[1]));
        log.Reopen();
        Assert.Equal(texts, log.Read(0));
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_before_the_log_is_closed()
    {
        using var log = new TestLog();
        await log.Append(0, "a", "b");
        string copy = log.FilePath + ".copy";
        File.Copy(log.FilePath, copy);
        File.Copy(log.FilePath + "-wal", copy + "-wal");
        using SqliteFactLog copied = log.Open(copy);
        Assert.Equal(["a", "b"], TestLog.Read(copied, 0));
    }

    [Fact]
    public async Task Secret_partitions_and_offsets_outlive_a_restart()
    {
        using var log = new TestLog(partitions: 5);
        ulong secret = log.Log.Secret;
        await log.Append(4, "a");
        long end = log.Log.EndOffset(LogStream.Events, 4);
        foreach (int? partitions in (int?[])[null, 5])
        {
            log.Reopen(partitions);
            Assert.Equal(
                (secret, 5, end),
                (log.Log.Secret, log.Log.Partitions, log.Log.EndOffset(LogStream.Events, 4))
            );
        }
        await log.Append(4, "b");
        Assert.True(log.Log.EndOffset(LogStream.Events, 4) > end);
        Assert.Equal(["a", "b"], log.Read(4));
        using var other = new TestLog(partitions: null);
        Assert.Equal(4, other.Log.Partitions);
        Assert.NotEqual(secret, other.Log.Secret);
    }

    [Fact]
    public void Another_number_of_partitions_is_refused_and_the_message_says_what_to_do()
    {
        using var log = new TestLog(partitions: 3);
        log.Log.Dispose();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => log.Open(log.FilePath, 5));
        Assert.Contains("has 3 partitions, not 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("--partitions", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
        // And nothing is held: the right number opens it.
        log.Reopen(3);
    }

    [Fact]
    public async Task A_closed_log_takes_nothing()
    {
        using var log = new TestLog();
        log.Log.Dispose();
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.Append(0, "a"));
    }

    [Fact]
    public async Task The_time_of_appending_never_goes_back_whatever_the_clock_does()
    {
        using var log = new TestLog();
        log.Log.Dispose();
        var clock = new SetTime { Now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
        var times = new List<long>();
        foreach (int minutes in (int[])[0, 5, -60, 60])
        {
            clock.Now = clock.Now.AddMinutes(minutes);
            // Opened anew each time: it goes on from what the log says.
            using var opened = SqliteFactLog.Open(log.FilePath, null, clock, log.Said);
            await TestLog.Append(opened, 0, "a");
            using ILogReader reader = opened.Read(LogStream.Events, 0, opened.EndOffset(LogStream.Events, 0) - 1);
            Assert.True(reader.TryRead(out LogRecord record));
            times.Add(record.AppendedAtMicros);
            // And says so where that is wrong by more than clocks are set by all the time.
            Assert.Equal(
                times.Count < 3
                    ? []
                    : ["The clock says 2026-03-01T11:05:00Z, but records of the log are of 2026-03-01T12:05:00Z"],
                log.Said.Warnings.Select(line => line[..line.IndexOf(": one of both", StringComparison.Ordinal)])
            );
        }
        Assert.Equal([0, 300, 300, 300], times.Select(time => (time - times[0]) / 1_000_000));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
