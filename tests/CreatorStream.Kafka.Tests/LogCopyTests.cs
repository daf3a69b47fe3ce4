using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.Copies;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>A log copied into another number of partitions, on a real broker.</summary>
[Collection(RealKafka.Name)]
public sealed class LogCopyTests(KafkaBrokers kafka)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly TopicSpecs from = KafkaBrokers.OwnTopics();
    private readonly TopicSpecs to = KafkaBrokers.OwnTopics();

    [SkippableFact]
    public async Task Messages_lie_by_their_visitor_with_key_headers_and_the_logs_time()
    {
        using FactProducer producer = await SourceAsync();
        MessageHeader[] headers = [new("a", "1".Bytes()), new("a", "2".Bytes()), new("none", null)];
        await producer.ProduceAsync([
            new FactMessage(from.Clicks, 0, "v-1".Bytes(), Event("v-1"), Headers: headers),
            new FactMessage(from.Clicks, 1, null, Event("v-2")),
            new FactMessage(from.Clicks, 1, "wrong".Bytes(), Event("v-3")),
            new FactMessage(from.Conversions, 0, "v-4".Bytes(), "no event".Bytes()),
            new FactMessage(from.Conversions, 0, "v-5".Bytes(), null),
        ]);
        List<Received> before = Read(from.Clicks, 2);

        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            Assert.Equal(5, copy.Left);
            Assert.Equal(5, await CatchUpAsync(copy));
            Assert.Equal((0, 2), (copy.Left, copy.Unusable));
        }

        List<Received> after = Read(to.Clicks, 5);
        Assert.Equal(Facts(before), Facts(after));
        Assert.All(
            after,
            message =>
                Assert.Equal(
                    Partitioner.PartitionOf($"v-{message.Value!.Split("\"v-")[1][0]}".Bytes(), 5),
                    message.Partition
                )
        );
        Assert.Equal(["a=1", "a=2", "none="], Headers(to.Clicks, "v-1"));
        List<Received> unusable = Read(to.Conversions, 5);
        Assert.Equal(2, unusable.Count);
        Assert.All(unusable, m => Assert.Equal(Partitioner.PartitionOf(m.Key!.Bytes(), 5), m.Partition));
        Assert.Contains(unusable, message => message.Value == null);
    }

    [SkippableFact]
    public async Task Messages_of_many_events_are_divided_by_partition_and_keep_their_time()
    {
        using FactProducer producer = await SourceAsync();
        string[] visitors = [.. Enumerable.Range(1, 40).Select(i => $"v-{i}")];
        await producer.ProduceAsync([
            new FactMessage(from.Clicks, 0, null, ArrowMessage.Of(visitors), ArrowEventCodec.MediaType),
            new FactMessage(from.Clicks, 1, null, ArrowMessage.Of("v-1")[..^20], ArrowEventCodec.MediaType),
        ]);
        List<Received> before = Read(from.Clicks, 2);
        byte[] broken = ArrowMessage.Of("v-1")[..^20];
        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            Assert.Equal(2, await CatchUpAsync(copy));
            Assert.Equal(1, copy.Unusable);
        }

        var found = new List<string>();
        using BatchConsumer consumer = Consumer(to.Clicks, 5);
        int messages = 0;
        while (!Enumerable.Range(0, 5).All(consumer.AtEnd))
        {
            int count = consumer.Read(100, TimeSpan.FromMilliseconds(20));
            for (int i = 0; i < count; i++)
            {
                messages++;
                Assert.True(ArrowEventCodec.IsMediaType(consumer[i].ContentType));
                bool isBroken = consumer[i].Value.SequenceEqual(broken);
                Assert.Equal(
                    before.Single(m => m.Partition == (isBroken ? 1 : 0)).TimestampMs,
                    consumer[i].TimestampMs
                );
                if (!isBroken)
                {
                    IReadOnlyList<string> own = ArrowMessage.Visitors(consumer[i].Value.ToArray());
                    int partition = consumer[i].Partition;
                    Assert.All(own, v => Assert.Equal(Partitioner.PartitionOf(v.Bytes(), 5), partition));
                    found.AddRange(own);
                }
            }
        }
        Assert.Equal(visitors.Order(), found.Order());
        Assert.InRange(messages, 3, 6);
    }

    [SkippableFact]
    public async Task The_last_word_stays_last_and_a_second_run_goes_on_where_the_first_came_to()
    {
        using FactProducer producer = await SourceAsync();
        await producer.ProduceAsync([Entry("k", "1"), Entry("l", "2"), Entry("k", "3")]);
        Assert.Equal(3, await RunAsync());
        await producer.ProduceAsync([Entry("l", "4")]);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["1", "2", "3", "4"], Read(to.Catalog, 1).Select(message => message.Value));
    }

    [SkippableFact]
    public async Task It_is_a_log_with_the_same_secret_that_is_written_to_only_once_handed_over()
    {
        using FactProducer producer = await SourceAsync();
        await producer.ProduceAsync([new FactMessage(from.Clicks, 0, "v-1".Bytes(), Event("v-1"))]);
        using TopicAdmin source = kafka.Admin(from);
        using TopicAdmin target = kafka.Admin(to);
        LogIdentity log = (await source.ReadLogIdentityAsync())!;
        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            await CatchUpAsync(copy);
            Assert.Equal(log with { Partitions = 5, IsBeingCopied = true }, await target.ReadLogIdentityAsync());
            await copy.HandOverAsync();
        }
        Assert.Equal(log with { Partitions = 5 }, await target.ReadLogIdentityAsync());
        Assert.Empty(await target.CheckAsync(5, 1));

        // What came before keeps its time, what comes now gets the log's.
        await producer.ProduceAsync([new FactMessage(to.Clicks, 0, null, "x".Bytes(), TimestampMs: 1)]);
        Assert.All(Read(to.Clicks, 5), message => Assert.True(message.TimestampMs > 1_700_000_000_000));
    }

    [SkippableFact]
    public async Task What_is_written_to_the_source_afterwards_comes_late_but_for_last_words()
    {
        using FactProducer producer = await SourceAsync();
        await producer.ProduceAsync([Entry("k", "old")]);
        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            await CatchUpAsync(copy);
            await copy.HandOverAsync();
        }
        await producer.ProduceAsync([Entry("k", "late"), new FactMessage(from.Clicks, 0, "v-1".Bytes(), Event("v-1"))]);
        for (int run = 0; run < 2; run++)
        {
            using LogCopy late = Copy();
            await late.OpenAsync(5, 1);
            Assert.True(late.IsHandedOver);
            Assert.Equal(run == 0 ? 1 : 0, await CatchUpAsync(late));
            Assert.Equal(1, late.LateEntries);
        }
        Assert.Equal(["old"], Read(to.Catalog, 1).Select(message => message.Value));
    }

    [SkippableFact]
    public async Task Who_was_erased_is_not_in_the_copy_and_lives_where_the_visitor_did()
    {
        using FactProducer producer = await SourceAsync();
        using TopicAdmin source = kafka.Admin(from);
        ulong secret = (await source.ReadLogIdentityAsync())!.Secret;
        byte[] decision = new Erasure("default", ErasedPerson.Of("v-1"u8, secret)).ToJson("local");
        await producer.ProduceAsync([
            new FactMessage(from.Decisions, 0, EntryKey.Of(decision, LogStream.Decisions), decision),
            new FactMessage(from.Clicks, 0, "v-1".Bytes(), Event("v-1")),
            new FactMessage(from.Clicks, 0, "v-2".Bytes(), Event("v-2")),
            new FactMessage(from.Clicks, 1, null, ArrowMessage.Of("v-1", "v-3"), ArrowEventCodec.MediaType),
        ]);
        List<Received> before = Read(from.Clicks, 2);
        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            await CatchUpAsync(copy);
            Assert.Equal((2L, 0L), (copy.Erased, copy.Unusable));
        }
        List<Received> after = Read(to.Clicks, 5);
        Assert.DoesNotContain(
            after,
            message => $"{message.Key}{message.Value}".Contains("v-1", StringComparison.Ordinal)
        );
        Received[] erased = [.. after.Where(m => m.Value!.Contains("erased_visitor", StringComparison.Ordinal))];
        Assert.Equal(2, erased.Length);
        Assert.All(erased, message => Assert.Equal(Partitioner.PartitionOf("v-1"u8, 5), message.Partition));
        Assert.Contains(before.Single(message => message.Key == "v-1").TimestampMs, erased.Select(m => m.TimestampMs));
        Assert.Contains(after, message => message.Key == "v-2");
    }

    [SkippableFact]
    public async Task What_is_no_event_is_not_in_the_copy_where_anybody_was_erased()
    {
        using FactProducer producer = await SourceAsync();
        using TopicAdmin source = kafka.Admin(from);
        ulong secret = (await source.ReadLogIdentityAsync())!.Secret;
        byte[] decision = new Erasure("default", ErasedPerson.Of("v-1"u8, secret)).ToJson("local");
        byte[] rows = VisitorLog.Stream(
            VisitorLog.Json("a", "v-1", ",\"url\":\"https://bad.example/\""),
            VisitorLog.Json("b", "v-2")
        );
        rows[rows.AsSpan().IndexOf("https://bad"u8)] = (byte)'x';
        await producer.ProduceAsync([
            new FactMessage(from.Decisions, 0, EntryKey.Of(decision, LogStream.Decisions), decision),
            new FactMessage(from.Clicks, 0, "v-1".Bytes(), """{"type":"clack","visitor":"v-1"}""".Bytes()),
            new FactMessage(from.Clicks, 0, "v-1".Bytes(), null),
            new FactMessage(from.Clicks, 1, null, ArrowMessage.Of("v-1")[..^20], ArrowEventCodec.MediaType),
            new FactMessage(from.Clicks, 1, null, rows, ArrowEventCodec.MediaType),
        ]);
        using (LogCopy copy = Copy())
        {
            await copy.OpenAsync(5, 1);
            await CatchUpAsync(copy);
            Assert.Equal((4L, 4L, 0L), (copy.Unusable, copy.LeftOut, copy.Erased));
        }
        Received left = Assert.Single(Read(to.Clicks, 5));
        Assert.Contains("v-2", left.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("v-1", $"{left.Key}{left.Value}", StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task It_is_refused_where_there_is_nothing_to_copy_or_something_else_in_the_place()
    {
        using (LogCopy nothing = new(kafka.Connection, to, from, TimeProvider.System, NullLogger.Instance))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => nothing.OpenAsync(5, 1));
        }
        using FactProducer producer = await SourceAsync();
        using (TopicAdmin other = kafka.Admin(to))
        {
            await other.CreateAsync(5, 1);
        }
        using LogCopy copy = Copy();
        await Assert.ThrowsAsync<KafkaFailedException>(() => copy.OpenAsync(5, 1));
    }

    [SkippableFact]
    public async Task Its_partitions_are_fixed_once_it_has_begun()
    {
        using FactProducer producer = await SourceAsync();
        await RunAsync();
        using LogCopy copy = Copy();
        KafkaFailedException error = await Assert.ThrowsAsync<KafkaFailedException>(() => copy.OpenAsync(6, 1));
        Assert.Contains("5 partitions", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Event(string visitor) =>
        $$"""{"id":"e","type":"click","time":"2026-01-15T12:00:00Z","visitor":"{{visitor}}"}""".Bytes();

    private static IEnumerable<(string?, string?, long)> Facts(IEnumerable<Received> messages) =>
        messages.Select(m => (m.Key, m.Value, m.TimestampMs)).OrderBy(m => m.Value, StringComparer.Ordinal);

    private static async Task<long> CatchUpAsync(LogCopy copy)
    {
        long copied = 0;
        await copy.CatchUpAsync(Quiet, count => copied += count, CancellationToken.None);
        return copied;
    }

    private FactMessage Entry(string key, string value) => new(from.Catalog, 0, key.Bytes(), value.Bytes());

    private LogCopy Copy() => new(kafka.Connection, from, to, TimeProvider.System, NullLogger.Instance);

    private async Task<long> RunAsync()
    {
        using LogCopy copy = Copy();
        await copy.OpenAsync(5, 1);
        return await CatchUpAsync(copy);
    }

    private async Task<FactProducer> SourceAsync()
    {
        using TopicAdmin admin = kafka.Admin(from);
        await admin.CreateAsync(2, 1);
        return kafka.Connection.Facts();
    }

    private BatchConsumer Consumer(string topic, int partitions) =>
        kafka.Connection.Consumer([
            .. Enumerable.Range(0, partitions).Select(p => new KafkaInput(topic, p, KafkaInput.Beginning)),
        ]);

    private List<Received> Read(string topic, int partitions)
    {
        using BatchConsumer consumer = Consumer(topic, partitions);
        return consumer.ReadToEnd();
    }

    private List<string> Headers(string topic, string visitor)
    {
        using BatchConsumer consumer = kafka.Connection.Consumer(
            new KafkaInput(topic, Partitioner.PartitionOf(visitor.Bytes(), 5), KafkaInput.Beginning)
        );
        var found = new List<string>();
        while (found.Count == 0)
        {
            int count = consumer.Read(10, TimeSpan.FromMilliseconds(20));
            for (int i = 0; i < count; i++)
            {
                found.AddRange(
                    consumer[i]
                        .CopyHeaders()
                        .Select(header =>
                            $"{header.Name}={(header.Value is null ? "" : System.Text.Encoding.UTF8.GetString(header.Value))}"
                        )
                );
            }
        }
        return found;
    }
}
