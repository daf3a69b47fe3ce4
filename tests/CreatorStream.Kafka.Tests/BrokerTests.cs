using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>What a mock cluster can't show: transactions, fencing and topics, on a real broker.</summary>
[Collection(RealKafka.Name)]
public sealed class BrokerTests(KafkaBrokers kafka)
{
    private static readonly TimeSpan Deadline = Reading.Deadline;
    private readonly TopicSpecs topics = KafkaBrokers.OwnTopics();

    [SkippableFact]
    public async Task Only_what_is_committed_is_read()
    {
        await CreateAsync(2);
        using TaskProducer task = kafka.Connection.Task(topics.Tasks + "/0");
        task.Init(Deadline);
        using var any = new BatchConsumer(
            kafka.Connection,
            new BatchConsumerOptions("test", Committed: false),
            NullLogger.Instance
        );
        any.Assign([new KafkaInput(topics.Partials, 0, KafkaInput.Beginning)]);
        Write(task, "first");
        task.Begin();
        task.Produce(topics.Partials, 0, "k"u8, "void"u8);
        // One that was never sent would leave nothing to hide.
        any.ReadUntil(read => read.Any(message => message.Value == "void"));
        task.Abort(Deadline);
        Write(task, "second");
        task.Begin();
        task.Produce(topics.Partials, 0, "k"u8, "open"u8);
        any.ReadUntil(read => read.Any(message => message.Value == "open"));

        using BatchConsumer consumer = kafka.Connection.Consumer(
            new KafkaInput(topics.Partials, 0, KafkaInput.Beginning)
        );
        Assert.Equal(["first", "second"], consumer.ReadToEnd().Select(message => message.Value));
        (long low, long end) = consumer.WatermarkOffsets(topics.Partials, 0, Deadline);
        // Three messages, and the mark at the end of each transaction; not the open one.
        Assert.Equal((0, 6), (low, end));
        task.Commit(Deadline);
        Assert.Equal(["open"], consumer.ReadUntil(read => read.Count > 0).Select(message => message.Value));
    }

    [SkippableFact]
    public async Task A_new_owner_fences_the_old_one_and_voids_its_transaction()
    {
        await CreateAsync(1);
        using TaskProducer old = kafka.Connection.Task(topics.Tasks + "/0");
        using TaskProducer successor = kafka.Connection.Task(topics.Tasks + "/0");
        old.Init(Deadline);
        Write(old, "committed");
        old.Begin();
        old.Produce(topics.Partials, 0, "k"u8, "void"u8);

        successor.Init(Deadline);
        Assert.Throws<TaskFencedException>(() => old.Commit(Deadline));
        Assert.Throws<TaskFencedException>(() =>
        {
            Write(old, "late");
        });
        Write(successor, "successor");

        using BatchConsumer consumer = kafka.Connection.Consumer(
            new KafkaInput(topics.Partials, 0, KafkaInput.Beginning)
        );
        Assert.Equal(
            ["committed", "successor"],
            consumer.ReadUntil(read => read.Any(m => m.Value == "successor")).Select(message => message.Value)
        );
    }

    [SkippableFact]
    public async Task Offsets_of_a_group_are_part_of_a_transaction()
    {
        await CreateAsync(1);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, 0, 0));
        using TaskProducer task = kafka.Connection.Task(topics.Tasks + "/0");
        task.Init(Deadline);
        task.Begin();
        task.SendOffsets(consumer, [new KafkaInput(topics.Clicks, 0, 7)], Deadline);
        task.Commit(Deadline);
    }

    [SkippableFact]
    public async Task Topics_are_made_once_and_are_as_they_should_be()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        Assert.Equal(14, (await admin.CreateAsync(3, 1)).Count);
        Assert.Empty(await admin.CreateAsync(3, 1));

        Assert.Empty(await admin.CheckAsync(3, 1));
        LogIdentity log = (await admin.ReadLogIdentityAsync())!;
        Assert.Equal(3, log.Partitions);
        Assert.NotEqual(0UL, log.Secret);
        Assert.Equal(log, await admin.ReadLogIdentityAsync());
        await Assert.ThrowsAsync<KafkaFailedException>(() => admin.CreateAsync(5, 1));
    }

    [SkippableFact]
    public async Task A_log_whose_own_record_is_gone_is_not_begun_anew_on_what_was_computed_from_it()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(1, 1);
        using (TaskProducer task = kafka.Connection.Task(topics.Tasks + "/0"))
        {
            task.Init(Deadline);
            Write(task, "of the log");
        }
        await admin.DeleteAsync([topics.Progress]);
        await Eventually.Holds(
            "deleted",
            () => Task.FromResult(admin.PartitionCounts().ContainsKey(topics.Progress) ? "still there" : null)
        );
        KafkaFailedException error = await Assert.ThrowsAsync<KafkaFailedException>(() => admin.CreateAsync(1, 1));
        Assert.Contains(topics.Progress, error.Message, StringComparison.Ordinal);
        Assert.Contains(topics.Partials, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(topics.Progress, admin.PartitionCounts().Keys);
    }

    [SkippableFact]
    public async Task Differences_are_named_and_only_partitions_are_fatal()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(2, 1);

        IReadOnlyList<TopicDifference> differences = await admin.CheckAsync(4, 2);

        Assert.Contains(new TopicDifference(topics.Clicks, "partitions", "2", "4", IsFatal: true), differences);
        Assert.Contains(new TopicDifference(topics.Tasks, "partitions", "4", "8", IsFatal: true), differences);
        Assert.Contains(new TopicDifference(topics.Views, "replication", "1", "2", IsFatal: false), differences);
        Assert.All(differences, d => Assert.Equal(d.Setting == "partitions", d.IsFatal));
        Assert.DoesNotContain(differences, d => d.Topic == topics.Catalog && d.Setting == "partitions");
    }

    [SkippableFact]
    public async Task Another_setting_is_named_with_what_it_is_and_should_be()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(1, 1);
        await ChangeAsync(topics.Clicks, "retention.ms", "3600000");
        // The broker answers before it tells the new setting.
        IReadOnlyList<TopicDifference> found = await Eventually.Get(() => admin.CheckAsync(1, 1), all => all.Count > 0);
        Assert.Equal([new TopicDifference(topics.Clicks, "retention.ms", "3600000", "-1", IsFatal: false)], found);
    }

    [SkippableFact]
    public async Task Missing_topics_are_named()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        IReadOnlyList<TopicDifference> differences = await admin.CheckAsync(1, 1);
        Assert.Equal(14, differences.Count);
        Assert.Contains(new TopicDifference(topics.Progress, "partitions", "missing", "2", IsFatal: true), differences);
    }

    [SkippableFact]
    public async Task Deleted_records_are_a_gap_that_is_told()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(1, 1);
        using FactProducer facts = kafka.Connection.Facts();
        await facts.ProduceAsync([
            .. Enumerable.Range(0, 10).Select(i => new FactMessage(topics.Clicks, 0, null, $"{i}".Bytes())),
        ]);
        await admin.DeleteRecordsAsync(topics.Clicks, 0, 6);

        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, 0, 3));
        Assert.Equal(3, Assert.Throws<OffsetGoneException>(() => consumer.ReadToEnd()).Offset);
        Assert.Equal((6, 10), consumer.WatermarkOffsets(topics.Clicks, 0, Deadline));
    }

    [SkippableFact]
    public async Task Facts_carry_the_time_of_the_log_not_the_senders()
    {
        await CreateAsync(1);
        using FactProducer facts = kafka.Connection.Facts();
        await facts.ProduceAsync([new FactMessage(topics.Clicks, 0, null, "v".Bytes(), TimestampMs: 1)]);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, 0, 0));
        Assert.True(consumer.ReadToEnd().Single().TimestampMs > 1_700_000_000_000);
    }

    [SkippableFact]
    public void A_topic_that_does_not_exist_is_an_error()
    {
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, 0, 0));
        KafkaInputException unknown = Assert.Throws<KafkaInputException>(() => consumer.ReadUntil(_ => false));
        Assert.Equal(topics.Clicks, unknown.Topic);
    }

    private async Task CreateAsync(int partitions)
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(partitions, 1);
    }

    private async Task ChangeAsync(string topic, string setting, string value)
    {
        AdminClientConfig config = kafka.Connection.Configure(new Confluent.Kafka.AdminClientConfig(), "test");
        using IAdminClient client = new Confluent.Kafka.AdminClientBuilder(config).Build();
        await client.IncrementalAlterConfigsAsync(
            new Dictionary<Confluent.Kafka.Admin.ConfigResource, List<Confluent.Kafka.Admin.ConfigEntry>>
            {
                [new() { Type = Confluent.Kafka.Admin.ResourceType.Topic, Name = topic }] =
                [
                    new()
                    {
                        Name = setting,
                        Value = value,
                        IncrementalOperation = Confluent.Kafka.Admin.AlterConfigOpType.Set,
                    },
                ],
            }
        );
    }

    private void Write(TaskProducer task, string value)
    {
        task.Begin();
        task.Produce(topics.Partials, 0, "k"u8, value.Bytes());
        task.Commit(Deadline);
    }
}
