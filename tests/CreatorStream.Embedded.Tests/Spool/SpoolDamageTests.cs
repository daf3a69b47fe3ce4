using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests.Spool;

/// <summary>What crashes, disks and other logs do to a spool: it never keeps a collector from starting.</summary>
public class SpoolDamageTests
{
    [Fact]
    public async Task What_a_killed_process_had_acknowledged_is_sent_by_the_next()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        var sizes = new List<long>();
        for (int i = 0; i < 60; i++)
        {
            await run.Append(0, $"{i}:" + new string('x', i * 97 % 9000));
            sizes.Add(new FileInfo(run.FilePath + "-wal").Length);
        }
        byte[] main = File.ReadAllBytes(run.FilePath);
        byte[] wal = File.ReadAllBytes(run.FilePath + "-wal");
        // As a crash leaves it: the last write torn, at any byte.
        for (long cut = sizes[0]; cut <= wal.Length; cut += 60_013)
        {
            var log = new FaultyLog();
            await run.RestartAsync(() => Write(run.FilePath, main, wal[..(int)cut]), log);
            await run.Drained();
            int acknowledged = sizes.Count(size => size <= cut);
            List<string> taken = log.Taken(0);
            Assert.True(taken.Count >= acknowledged, $"cut at {cut}: {taken.Count} of {acknowledged}");
            Assert.Equal(
                Enumerable.Range(0, taken.Count).Select(i => $"{i}"),
                taken.Select(text => text[..text.IndexOf(':')])
            );
        }
    }

    [Fact]
    public async Task A_record_with_a_flipped_bit_is_left_out_and_the_rest_is_sent()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "first");
        await run.Append(0, "second");
        await run.Append(0, "third");
        await run.RestartAsync(() =>
        {
            byte[] file = File.ReadAllBytes(run.FilePath);
            file[file.AsSpan().IndexOf("second"u8)] ^= 1;
            File.WriteAllBytes(run.FilePath, file);
            run.Log.Fault = Fault.None;
        });
        await run.Drained();
        Assert.Equal(["first", "third"], run.Log.Taken(0));
        Assert.Equal(1, run.Spool.Damaged);
        Assert.Contains("damaged", Assert.Single(run.SpoolSaid.Errors), StringComparison.Ordinal);
        await run.Until(
            "that is said",
            () => run.Said.Any(line => line.Contains("is drained", StringComparison.Ordinal))
        );
        long before = run.Spool.Taken;
        await run.Append(0, "direct");
        Assert.Equal(before, run.Spool.Taken);
    }

    [Fact]
    public async Task A_record_that_can_not_be_decoded_is_left_out_and_the_rest_is_sent()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "first");
        await run.Append(0, "undecodable");
        await run.Append(0, "third");
        run.Log.Fault = Fault.None;
        await run.Drained();
        Assert.Equal(["first", "third"], run.Log.Taken(0));
        Assert.Contains(run.Said, line => line.StartsWith("Error: A record of the spool", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_spool_is_put_beside_and_a_new_one_begins()
    {
        await using var run = new SpooledRun();
        await run.RestartAsync(() => Write(run.FilePath, Encoding.UTF8.GetBytes(new string('x', 10_000)), null));
        run.Log.Fault = Fault.Refuses;
        await run.Append(0, "kept");
        Assert.Single(run.Files, name => name.StartsWith("spool.db.damaged-", StringComparison.Ordinal));
        run.Log.Fault = Fault.None;
        await run.Drained();
        Assert.Equal(["kept"], run.Log.Taken(0));
        Assert.Contains("is damaged", Assert.Single(run.SpoolSaid.Errors), StringComparison.Ordinal);
    }

    /// <summary>Inner pages of the database, not records: without them nothing of the file can be relied on.</summary>
    [Fact]
    public async Task A_spool_with_damaged_pages_is_put_beside_too()
    {
        await using var run = new SpooledRun();
        run.Log.Fault = Fault.Refuses;
        for (int i = 0; i < 500; i++)
        {
            await run.Append(0, $"{i}:" + new string('x', 500));
        }
        await run.RestartAsync(() =>
        {
            byte[] file = File.ReadAllBytes(run.FilePath);
            file.AsSpan(4096).Clear();
            File.WriteAllBytes(run.FilePath, file);
            run.Log.Fault = Fault.None;
        });
        await run.Append(0, "next");
        Assert.Equal(["next"], run.Log.Taken(0));
        Assert.Single(run.Files, name => name.StartsWith("spool.db.damaged-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_spooled_for_other_partitions_come_to_those_of_their_visitors()
    {
        await using var run = new SpooledRun(log: new FaultyLog(2));
        run.Log.Fault = Fault.Refuses;
        var sent = new List<string>();
        for (int i = 0; i < 40; i++)
        {
            string visitor = $"visitor-{i}";
            sent.Add(visitor);
            int partition = Partitioner.PartitionOf(Encoding.UTF8.GetBytes(visitor), 2);
            await run.Spooled.AppendAsync([EventOf(visitor, partition)], CancellationToken.None);
        }
        var other = new DecodingLog(5);
        await run.RestartAsync(log: other);
        await run.Drained();
        Assert.Equal(sent.Order(), other.Visitors.Select(of => of.Visitor).Distinct().Order());
        Assert.All(
            other.Visitors,
            of => Assert.Equal(Partitioner.PartitionOf(Encoding.UTF8.GetBytes(of.Visitor), 5), of.Partition)
        );
    }

    [Fact]
    public async Task Who_is_erased_while_their_events_wait_is_told_of_to_no_log()
    {
        var decoding = new DecodingLog(2);
        await using var run = new SpooledRun(log: new FaultyLog(2));
        run.Log.Fault = Fault.Refuses;
        foreach (string visitor in (string[])["ann", "ben", "ann"])
        {
            await run.Spooled.AppendAsync([EventOf(visitor, 0)], CancellationToken.None);
        }
        var identity = new EventIdentity(decoding.Secret);
        run.Erased.Know([identity.VisitorOf([], ErasedPerson.Of("ann"u8, decoding.Secret))]);
        await run.RestartAsync(log: decoding);
        await run.Drained();
        Assert.Equal(["", "ben", ""], decoding.Visitors.Select(of => of.Visitor));
    }

    private static LogAppend EventOf(string visitor, int partition)
    {
        var batch = new EventBatch();
        string json = $$"""{"id":"{{visitor}}","type":"click","time":"2026-03-01T12:00:00Z","visitor":"{{visitor}}"}""";
        Assert.True(new EventParser().TryParse(Encoding.UTF8.GetBytes(json), long.MaxValue / 2, batch, out _));
        byte[] payload = [];
        int length = EventBatchCodec.Encode(batch, ref payload);
        return new LogAppend(LogStream.Events, partition, payload.AsMemory(0, length), 1);
    }

    private static void Write(string path, byte[] main, byte[]? wal)
    {
        File.Delete(path + "-shm");
        File.Delete(path + "-wal");
        File.WriteAllBytes(path, main);
        if (wal != null)
        {
            File.WriteAllBytes(path + "-wal", wal);
        }
    }

    /// <summary>Notes whose events it is given, and where.</summary>
    private sealed class DecodingLog(int partitions) : IFactLog
    {
        private readonly Lock gate = new();
        private readonly List<(string Visitor, int Partition)> visitors = [];

        public int Partitions => partitions;

        public ulong Secret => 1;

        public IReadOnlyList<(string Visitor, int Partition)> Visitors
        {
            get
            {
                lock (gate)
                {
                    return [.. visitors];
                }
            }
        }

        public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
        {
            lock (gate)
            {
                var batch = new EventBatch();
                foreach (LogAppend record in records)
                {
                    EventBatchCodec.Decode(record.Payload.Span, batch);
                    for (int row = 0; row < batch.Count; row++)
                    {
                        string visitor = Encoding.UTF8.GetString(batch.Bytes(EventField.Visitor, row));
                        visitors.Add((visitor, record.Partition));
                    }
                }
            }
            return Task.CompletedTask;
        }

        public ILogReader Read(LogStream stream, int partition, long afterOffset) => throw new NotSupportedException();

        public long EndOffset(LogStream stream, int partition) => throw new NotSupportedException();
    }
}
