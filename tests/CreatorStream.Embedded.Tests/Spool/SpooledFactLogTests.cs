using CreatorStream.Pipeline.Ports;
using Xunit.Abstractions;

namespace CreatorStream.Embedded.Tests.Spool;

/// <summary>Acknowledged is on disk or in the log, and comes to the log in the end.</summary>
public class SpooledFactLogTests(ITestOutputHelper output)
{
    [Fact]
    public async Task While_the_log_takes_them_records_go_past_the_spool()
    {
        await using var run = new SpooledRun();
        await run.Append(0, "a", "b");
        await run.Append(LogStream.Counters, 0, "c");
        Assert.Equal(["a", "b"], run.Log.Taken(0));
        Assert.Equal(["c"], run.Log.Taken(0, LogStream.Counters));
        Assert.Equal(0, run.Spool.Taken);
        Assert.Empty(run.Said);
    }

    [Fact]
    public async Task Away_they_are_acknowledged_and_come_in_their_order_when_the_log_is_back()
    {
        await using var run = new SpooledRun();
        await run.Append(0, "0");
        run.Log.Fault = Fault.Refuses;
        for (int i = 1; i < 50; i++)
        {
            await run.Append(0, $"{i}");
            await run.Append(1, $"{i}");
            await run.Append(LogStream.Counters, 0, $"{i}");
        }
        Assert.Equal(["0"], run.Log.Taken(0));
        Assert.Equal(147, run.Spool.Facts);
        run.Log.Fault = Fault.None;
        await run.Append(0, "50");
        await run.Drained();
        string[] after = [.. Enumerable.Range(1, 49).Select(i => $"{i}")];
        Assert.Equal(["0", .. after, "50"], run.Log.Taken(0));
        Assert.Equal(after, run.Log.Taken(1));
        Assert.Equal(after, run.Log.Taken(0, LogStream.Counters));
        await run.Until("both are said", () => run.Said.Count == 2);
        Assert.Contains("Warning: The log does not take events (Brokers are away.)", run.Said[0], Ordinal);
        Assert.Contains("Information: The spool is drained", run.Said[1], Ordinal);
    }

    [Fact]
    public async Task A_log_that_keeps_silent_is_waited_for_once()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.KeepsSilent;
        for (int i = 0; i < 100; i++)
        {
            await run.Append(0, $"{i}");
        }
        // The first request, and the one group that the drain waits for.
        Assert.InRange(run.Log.Calls, 1, 2);
        Assert.Equal(100, run.Spool.Facts);
        await run.RestartAsync(() => run.Log.Fault = Fault.None);
        await run.Drained();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), run.Log.Taken(0));
    }

    [Fact]
    public async Task A_partition_that_stays_away_holds_no_other_up()
    {
        await using var run = new SpooledRun();
        run.Log.AwayPartition = 0;
        for (int i = 0; i < 20; i++)
        {
            await run.Append(0, $"{i}");
        }
        await run.Append(1, "proof");
        List<string> sent = ["proof"];
        long before;
        do
        {
            await run.Until("partition 1 is taken from the spool", () => run.Spool.Facts == 20);
            before = run.Spool.Taken;
            sent.Add($"direct {sent.Count}");
            await run.Append(1, sent[^1]);
            Assert.True(sent.Count < 100, "none goes straight to the log");
            // One that comes between the last fact's leaving and the lane's opening goes behind.
        } while (run.Spool.Taken != before);
        Assert.Equal(sent, run.Log.Taken(1));
        run.Log.AwayPartition = -1;
        await run.Drained();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), run.Log.Taken(0));
    }

    [Fact]
    public async Task A_request_that_fails_leaves_no_partition_waiting()
    {
        await using var run = new SpooledRun();
        run.Log.AwayPartition = 0;
        await run.Append(0, "0");
        await run.Append(1, "proof");
        await run.Until("partition 1 is taken from the spool", () => run.Spool.Facts == 1);
        // The first goes behind what waits; the second straight to the log, which fails over it as it never should.
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            run.Spooled.AppendAsync(
                [
                    new LogAppend(LogStream.Events, 0, "behind"u8.ToArray(), 1),
                    new LogAppend(LogStream.Events, 1, "undecodable"u8.ToArray(), 1),
                ],
                CancellationToken.None
            )
        );
        run.Log.AwayPartition = -1;
        await run.Drained();
        await run.Until("that is said", () => run.Said.Any(line => line.Contains("is drained", Ordinal)));
        long before = run.Spool.Taken;
        await run.Append(0, "direct");
        Assert.Equal(before, run.Spool.Taken);
        Assert.Equal(["0", "direct"], run.Log.Taken(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task Once_it_is_drained_nothing_of_what_waited_is_on_the_disk(int events)
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        for (int i = 0; i < events; i++)
        {
            await run.Append(0, $"{i}: somebody's name");
        }
        Assert.True(run.FilesHold("somebody's name"));
        run.Log.Fault = Fault.None;
        await run.Drained();
        await run.Until("nothing is left", () => !run.FilesHold("somebody's name"));
        // And it goes on.
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "next");
        run.Log.Fault = Fault.None;
        await run.Drained();
        Assert.Equal(events + 1, run.Log.Taken(0).Count);
    }

    /// <summary>Such as a backup that goes on, or a shell that somebody forgot.</summary>
    [Fact]
    public async Task What_a_reader_kept_on_the_disk_goes_after_it()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "somebody's name");
        using (var reader = SqliteFile.Open(run.FilePath, readOnly: true))
        {
            reader.Execute("BEGIN");
            Assert.Equal(1, reader.Scalar("SELECT COUNT(*) FROM records"));
            run.Log.Fault = Fault.None;
            await run.Drained();
            Assert.True(run.FilesHold("somebody's name"));
            reader.Execute("COMMIT");
        }
        await run.Until("nothing is left", () => !run.FilesHold("somebody's name"));
    }

    [Fact]
    public async Task What_a_killed_process_had_sent_is_not_left_on_the_disk_either()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "somebody's name");
        await run.RestartAsync(() =>
        {
            using (var file = SqliteFile.Open(run.FilePath, readOnly: false))
            {
                // As it was killed between this and what comes behind it.
                file.Execute("PRAGMA secure_delete = OFF; DELETE FROM records");
            }
            Assert.True(run.FilesHold("somebody's name"));
        });
        await run.Until("nothing is left", () => !run.FilesHold("somebody's name"));
    }

    [Fact]
    public async Task A_full_spool_refuses_with_its_reason_until_there_is_room()
    {
        await using var run = new SpooledRun(capacity: 1_000_000);
        run.Log.Fault = Fault.Refuses;
        var acknowledged = new List<string>();
        string? refusal = null;
        for (int i = 0; refusal == null; i++)
        {
            string text = $"{i}:" + new string('x', 50_000);
            refusal = await run.TryAppend(0, text);
            if (refusal == null)
            {
                acknowledged.Add(text);
            }
        }
        Assert.Contains("full", refusal, Ordinal);
        Assert.Equal(refusal, run.Spooled.Refusal);
        Assert.InRange(run.Spool.Bytes, 900_000, 1_000_000);
        run.Log.Fault = Fault.None;
        await run.Drained();
        Assert.Null(run.Spooled.Refusal);
        await run.Append(0, "next");
        Assert.Equal([.. acknowledged, "next"], run.Log.Taken(0));
    }

    [Fact]
    public async Task A_spool_that_takes_nothing_keeps_nothing_from_a_log_that_is_there()
    {
        await using var run = new SpooledRun(capacity: 0);
        run.Log.Fault = Fault.Refuses;
        Assert.Contains("full", await run.TryAppend(0, "lost"), Ordinal);
        run.Log.Fault = Fault.None;
        await run.Append(0, "kept");
        await run.Append(1, "kept");
        Assert.Equal(["kept"], run.Log.Taken(0));
        Assert.Null(run.Spooled.Refusal);
    }

    [SkippableFact]
    public async Task A_full_disk_refuses_with_its_reason_and_what_was_acknowledged_comes_to_the_log()
    {
        using var disk = new SmallDisk();
        await using var run = new SpooledRun(inFolder: disk.Folder);
        run.Log.Fault = Fault.Refuses;
        var acknowledged = new List<string>();
        string? refusal = null;
        for (int i = 0; refusal == null; i++)
        {
            string text = $"{i}:" + new string('x', 50_000);
            refusal = await run.TryAppend(0, text);
            if (refusal == null)
            {
                acknowledged.Add(text);
            }
        }
        Assert.Contains("The spool can't be written: SQLite: database or disk is full", refusal, Ordinal);
        // A disk that is full keeps nothing from a log that is there.
        run.Log.Fault = Fault.None;
        await run.Append(1, "past");
        disk.MakeRoom();
        await run.Drained();
        await run.Append(0, "next");
        await run.Drained();
        Assert.Equal([.. acknowledged, "next"], run.Log.Taken(0));
        Assert.Equal(["past"], run.Log.Taken(1));
    }

    [Fact]
    public async Task Ended_twice_it_is_ended_once()
    {
        await using var run = new SpooledRun();
        await run.Spooled.DisposeAsync();
        await run.Spooled.DisposeAsync();
    }

    [Fact]
    public async Task The_catalog_is_not_spooled()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        await Assert.ThrowsAsync<LogUnavailableException>(() => run.Append(LogStream.Catalog, 0, "entry"));
        Assert.Equal(0, run.Spool.Taken);
    }

    [Fact]
    public async Task Before_there_is_a_log_everything_waits_for_it()
    {
        await using var run = new SpooledRun(isAttached: false);
        await run.Append(0, "a");
        await run.Append(2, "b");
        Assert.Throws<LogUnavailableException>(() => run.Spooled.EndOffset(LogStream.Catalog, 0));
        _ = run.Spooled.Attach(run.Log, run.Erased);
        await run.Drained();
        Assert.Equal(["a"], run.Log.Taken(0));
        Assert.Equal(["b"], run.Log.Taken(2));
    }

    /// <summary>Whatever the log does meanwhile, and whenever the process ends.</summary>
    [Fact]
    public async Task What_is_acknowledged_comes_to_the_log_in_its_order()
    {
        Random random = Seed.Next(output);
        await using var run = new SpooledRun(capacity: 2_000_000);
        List<string>[] acknowledged = Enumerable.Range(0, 3).Select(_ => new List<string>()).ToArray();
        for (int round = 0; round < 20; round++)
        {
            run.Log.Fault = (Fault)random.Next(3);
            run.Log.AwayPartition = random.Next(-3, 3);
            // Each sender waits for its answer, so the order within its partition is known.
            await Task.WhenAll(
                Enumerable.Range(0, 3).Select(partition => SendAsync(partition, round, random.Next(1, 20)))
            );
            if (random.Next(4) == 0)
            {
                await run.RestartAsync();
            }
        }
        await run.RestartAsync(() => (run.Log.Fault, run.Log.AwayPartition) = (Fault.None, -1));
        await run.Drained();
        for (int partition = 0; partition < 3; partition++)
        {
            List<string> taken = run.Log.Taken(partition);
            Assert.Equal(acknowledged[partition], taken.Where(acknowledged[partition].Contains));
        }

        async Task SendAsync(int partition, int round, int count)
        {
            for (int i = 0; i < count; i++)
            {
                string text = $"{round}/{i}:" + new string('x', i * 1000);
                if (await run.TryAppend(partition, text) == null)
                {
                    acknowledged[partition].Add(text);
                }
            }
        }
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
