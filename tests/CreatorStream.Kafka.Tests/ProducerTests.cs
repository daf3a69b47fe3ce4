using Confluent.Kafka;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

public sealed class ProducerTests : IDisposable
{
    private const short ProduceRequest = 0;
    private const short EndTransaction = 26;

    private readonly MockKafka kafka = new();

    public void Dispose() => kafka.Dispose();

    [Fact]
    public async Task Many_messages_are_acknowledged_together()
    {
        string topic = kafka.CreateTopic(4);
        using FactProducer producer = kafka.Connection.Facts();
        IEnumerable<Task> writes = Enumerable
            .Range(0, 20)
            .Select(call =>
                producer.ProduceAsync([
                    .. Enumerable.Range(0, 100).Select(i => new FactMessage(topic, i % 4, null, $"{call}/{i}".Bytes())),
                ])
            );

        await Task.WhenAll(writes);

        using BatchConsumer consumer = kafka.Connection.Consumer([
            .. Enumerable.Range(0, 4).Select(p => new KafkaInput(topic, p, 0)),
        ]);
        Assert.Equal(2000, consumer.ReadToEnd().Select(message => message.Value).Distinct().Count());
    }

    [Fact]
    public async Task Nothing_to_write_is_written_at_once()
    {
        using FactProducer producer = kafka.Connection.Facts();
        await producer.ProduceAsync([]);
    }

    [Fact]
    public async Task Brokers_that_stay_away_make_the_log_unavailable()
    {
        string topic = kafka.CreateTopic();
        using FactProducer producer = kafka.Connection.Facts(TimeSpan.FromSeconds(1));
        kafka.StopBroker(1);

        await Assert.ThrowsAsync<LogUnavailableException>(() =>
            producer.ProduceAsync([new FactMessage(topic, 0, null, "lost".Bytes())])
        );

        kafka.StartBroker(1);
        await Eventually.Holds(
            "the log is available again",
            async () =>
            {
                try
                {
                    await producer.ProduceAsync([new FactMessage(topic, 0, null, "kept".Bytes())]);
                    return null;
                }
                // Each try takes as long as its delivery timeout.
                catch (LogUnavailableException refused)
                {
                    return refused.Message;
                }
            }
        );
    }

    [Fact]
    public async Task More_than_may_wait_is_refused()
    {
        string topic = kafka.CreateTopic();
        var options = new FactProducerOptions("test", Eventually.Limit, MostWaitingKilobytes: 1024);
        using var producer = new FactProducer(kafka.Connection, options, NullLogger.Instance);
        kafka.StopBroker(1);
        byte[] value = new byte[100_000];

        Task produce = producer.ProduceAsync([
            .. Enumerable.Range(0, 20).Select(_ => new FactMessage(topic, 0, null, value)),
        ]);
        // Those that found room are written first.
        kafka.StartBroker(1);

        LogUnavailableException refused = await Assert.ThrowsAsync<LogUnavailableException>(() => produce);
        Assert.Contains("ueue full", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_large_fails_with_its_reason()
    {
        string topic = kafka.CreateTopic();
        using FactProducer producer = kafka.Connection.Facts();
        LogUnavailableException refused = await Assert.ThrowsAsync<LogUnavailableException>(() =>
            producer.ProduceAsync([new FactMessage(topic, 0, null, new byte[TopicSpecs.MostMessageBytes + 1])])
        );
        Assert.Contains("too large", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_task_commits_is_there_with_all_that_it_holds()
    {
        string topic = kafka.CreateTopic(2);
        using TaskProducer task = kafka.Connection.Task("stage-1/0");
        task.Init(Reading.Deadline);
        task.Begin();
        task.Produce(topic, 1, "k"u8, "v"u8, "application/json");
        task.Produce(topic, 1, "k"u8, [], tombstone: true);
        task.Produce(topic, 1, [], []);
        task.Commit(Reading.Deadline);

        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 1, 0));
        Assert.Equal(
            [("k", "v", "application/json"), ("k", null, ""), ("", "", "")],
            consumer.ReadUntil(read => read.Count == 3).Select(m => (m.Key!, m.Value, m.ContentType))
        );
    }

    [Theory]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    [InlineData(ErrorCode.ProducerFenced)]
    public void A_task_with_a_new_owner_is_fenced(ErrorCode answer)
    {
        string topic = kafka.CreateTopic();
        using TaskProducer task = kafka.Connection.Task("stage-1/0");
        task.Init(Reading.Deadline);
        task.Begin();
        task.Produce(topic, 0, "k"u8, "v"u8);
        kafka.AnswerWith(EndTransaction, answer);

        Assert.Throws<TaskFencedException>(() => task.Commit(Reading.Deadline));
    }

    [Fact]
    public void A_transaction_that_failed_is_aborted_and_done_again()
    {
        string topic = kafka.CreateTopic();
        using TaskProducer task = kafka.Connection.Task("stage-1/0");
        task.Init(Reading.Deadline);
        task.Begin();
        kafka.AnswerWith(ProduceRequest, ErrorCode.InvalidTimestamp);
        task.Produce(topic, 0, "k"u8, "lost"u8);

        Assert.Throws<TransactionFailedException>(() => task.Commit(Reading.Deadline));
        var wait = new Eventually.Wait("the transaction is committed");
        while (!Redo())
        {
            wait.GoOn("it failed again");
        }

        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        Assert.All(consumer.ReadUntil(read => read.Count > 0), message => Assert.Equal("again", message.Value));

        // The gap that the refused message left in the numbering may cost the next transaction too.
        bool Redo()
        {
            task.Abort(Reading.Deadline);
            try
            {
                task.Begin();
                task.Produce(topic, 0, "k"u8, "again"u8);
                task.Commit(Reading.Deadline);
                return true;
            }
            catch (TransactionFailedException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_message_that_is_too_large_would_fail_again()
    {
        string topic = kafka.CreateTopic();
        using TaskProducer task = kafka.Connection.Task("stage-1/0");
        task.Init(Reading.Deadline);
        task.Begin();
        Assert.Throws<KafkaFailedException>(() =>
            task.Produce(topic, 0, "k"u8, new byte[TopicSpecs.MostLetterBytes + 1])
        );
    }

    [Fact]
    public void Out_of_turn_is_a_mistake_of_the_program()
    {
        using TaskProducer task = kafka.Connection.Task("stage-1/0");
        task.Init(Reading.Deadline);
        Assert.Throws<KafkaFailedException>(() => task.Commit(Reading.Deadline));
    }
}
