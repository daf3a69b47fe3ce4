using Confluent.Kafka;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Tests;

public sealed class BatchConsumerTests : IDisposable
{
    private const short FetchRequest = 1;
    private const short ListOffsetsRequest = 2;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly MockKafka kafka = new();

    public void Dispose() => kafka.Dispose();

    [Fact]
    public async Task Messages_come_in_order_with_all_that_they_hold()
    {
        string topic = kafka.CreateTopic();
        await Produce(
            new(topic, 0, "a".Bytes(), "one".Bytes(), "text/plain", 1_700_000_000_123),
            new(topic, 0, null, "".Bytes()),
            new(topic, 0, "".Bytes(), null)
        );
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, KafkaInput.Beginning));

        List<Received> read = consumer.ReadToEnd();

        Assert.Equal(new Received(0, 0, 0, "a", "one", "text/plain", 1_700_000_000_123), read[0]);
        Assert.Equal((null, "", "", 1L), (read[1].Key, read[1].Value, read[1].ContentType, read[1].Offset));
        Assert.Equal(("", null), (read[2].Key, read[2].Value));
        Assert.Equal(3, read.Count);
    }

    [Fact]
    public async Task A_message_names_its_input_by_its_place()
    {
        (string? first, string? second) = (kafka.CreateTopic(3), kafka.CreateTopic(3));
        await Produce([
            .. from topic in new[] { first, second }
            from partition in Enumerable.Range(0, 3)
            from i in Enumerable.Range(0, 50)
            select new FactMessage(topic, partition, null, $"{topic}/{partition}/{i}".Bytes()),
        ]);
        KafkaInput[] inputs = [new(second, 2, 0), new(first, 0, 10), new(second, 0, KafkaInput.Beginning)];
        using BatchConsumer consumer = kafka.Connection.Consumer(inputs);

        List<Received> read = consumer.ReadToEnd();

        Assert.Equal(140, read.Count);
        for (int i = 0; i < inputs.Length; i++)
        {
            (string? topic, int partition, long from) = inputs[i];
            IEnumerable<string> expected = Enumerable
                .Range(0, 50)
                .Skip((int)from)
                .Select(n => $"{topic}/{partition}/{n}");
            Assert.Equal(expected, read.Where(message => message.Input == i).Select(message => message.Value));
            Assert.Equal(50, consumer.Position(i));
        }
    }

    [Fact]
    public async Task The_end_is_known_and_left_again()
    {
        string topic = kafka.CreateTopic();
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        Assert.Empty(consumer.ReadToEnd());
        Assert.Equal(0, consumer.Position(0));

        await Produce(new FactMessage(topic, 0, null, "late".Bytes()));

        Assert.Equal("late", consumer.ReadUntil(read => read.Count > 0).Single().Value);
        Assert.Equal(1, consumer.Position(0));
        Assert.Empty(consumer.ReadToEnd());
        Assert.Equal((0, 1), consumer.WatermarkOffsets(topic, 0, Reading.Deadline));
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_asked_and_void_after_its_release()
    {
        string topic = kafka.CreateTopic();
        await Produce([.. Enumerable.Range(0, 20).Select(i => new FactMessage(topic, 0, null, $"{i}".Bytes()))]);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        var sizes = new List<int>();
        while (sizes.Sum() < 20)
        {
            sizes.Add(consumer.Read(7, Moment));
        }

        Assert.All(sizes, size => Assert.InRange(size, 0, 7));
        Assert.True(consumer.Count > 0);
        consumer.Release();
        Assert.Equal(0, consumer.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => consumer[0].Offset);
    }

    [Fact]
    public async Task Another_assignment_reads_from_where_it_says()
    {
        string topic = kafka.CreateTopic(2);
        await Produce([.. Enumerable.Range(0, 20).Select(i => new FactMessage(topic, i % 2, null, $"{i}".Bytes()))]);
        using BatchConsumer consumer = kafka.Connection.Consumer(
            new KafkaInput(topic, 0, 0),
            new KafkaInput(topic, 1, 0)
        );
        Assert.Equal(20, consumer.ReadToEnd().Count);

        consumer.Assign([new KafkaInput(topic, 1, 7)]);

        Assert.Equal(["15", "17", "19"], consumer.ReadToEnd().Select(message => message.Value));
    }

    [Fact]
    public async Task A_paused_input_gives_nothing_until_it_is_resumed()
    {
        string topic = kafka.CreateTopic(2);
        using BatchConsumer consumer = kafka.Connection.Consumer(
            new KafkaInput(topic, 0, 0),
            new KafkaInput(topic, 1, 0)
        );
        consumer.ReadToEnd();
        consumer.Pause(0);
        await Produce(new(topic, 0, null, "held".Bytes()), new(topic, 1, null, "first".Bytes()));

        Assert.Equal(["first"], consumer.ReadUntil(read => read.Count > 0).Select(message => message.Value));
        consumer.Resume(0);
        Assert.Equal(["held"], consumer.ReadUntil(read => read.Count > 0).Select(message => message.Value));
    }

    [Fact]
    public async Task An_offset_that_is_gone_is_an_error_after_the_rest_was_read()
    {
        string topic = kafka.CreateTopic();
        await Produce([.. Enumerable.Range(0, 10).Select(i => new FactMessage(topic, 0, null, $"{i}".Bytes()))]);
        kafka.DeleteRecords(topic, 0, 5);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 2));

        OffsetGoneException gone = Assert.Throws<OffsetGoneException>(() => consumer.ReadToEnd());

        Assert.Equal((topic, 0, 2L), (gone.Topic, gone.Partition, gone.Offset));
        Assert.Throws<OffsetGoneException>(() => consumer.Read(10, TimeSpan.Zero));
        consumer.Assign([new KafkaInput(topic, 0, consumer.WatermarkOffsets(topic, 0, Reading.Deadline).Low)]);
        Assert.Equal(5, consumer.ReadToEnd().Count);
    }

    [Fact]
    public void An_input_that_may_not_be_read_is_an_error()
    {
        string topic = kafka.CreateTopic();
        kafka.AnswerWith(FetchRequest, [.. Enumerable.Repeat(ErrorCode.TopicAuthorizationFailed, 20)]);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));

        KafkaInputException refused = Assert.Throws<KafkaInputException>(() => consumer.ReadUntil(_ => false));

        Assert.Equal(topic, refused.Topic);
    }

    [Fact]
    public async Task Offsets_of_a_partition_that_moves_are_asked_for_again()
    {
        string topic = kafka.CreateTopic();
        await Produce(new FactMessage(topic, 0, null, "one".Bytes(), null, 1_700_000_000_123));
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        ErrorCode[] moving = [.. Enumerable.Repeat(ErrorCode.NotLeaderForPartition, 12)];

        kafka.AnswerWith(ListOffsetsRequest, moving);
        Assert.Equal((0, 1), consumer.WatermarkOffsets(topic, 0, TimeSpan.FromMinutes(1)));
        kafka.AnswerWith(ListOffsetsRequest, moving);
        // The mock knows no times: that it answers at all is what counts.
        Assert.Null(consumer.OffsetAt(topic, 0, 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Offsets_of_a_partition_that_does_not_stop_moving_are_unavailable()
    {
        string topic = kafka.CreateTopic();
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        kafka.AnswerWith(ListOffsetsRequest, [.. Enumerable.Repeat(ErrorCode.NotLeaderForPartition, 1_000)]);

        Assert.Throws<LogUnavailableException>(() => consumer.WatermarkOffsets(topic, 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Brokers_that_are_away_are_trouble_that_passes()
    {
        string topic = kafka.CreateTopic();
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        consumer.ReadToEnd();
        kafka.StopBroker(1);
        consumer.ReadUntil(_ => consumer.Trouble is not null);

        kafka.StartBroker(1);
        await Produce(new FactMessage(topic, 0, null, "again".Bytes()));

        Assert.Equal("again", consumer.ReadUntil(read => read.Count > 0).Single().Value);
        Assert.Null(consumer.Trouble);
    }

    /// <summary>Whoever asks at a start waits for what passes, so it must not come as an error of the client.</summary>
    [Fact]
    public async Task Where_an_input_begins_is_told_or_why_not()
    {
        string topic = kafka.CreateTopic();
        await Produce(new FactMessage(topic, 0, null, "one".Bytes()));
        using BatchConsumer consumer = kafka.Connection.Consumer();

        Assert.Equal((0L, 1L), consumer.WatermarkOffsets(topic, 0, Reading.Deadline));
        Assert.Throws<KafkaInputException>(() => consumer.WatermarkOffsets(topic, 7, Reading.Deadline));
        kafka.StopBroker(1);
        Assert.Throws<LogUnavailableException>(() => consumer.WatermarkOffsets(topic, 0, 10 * Moment));
    }

    [Fact]
    public async Task Reading_allocates_nothing_for_a_message()
    {
        const int Messages = 20_000;
        string topic = kafka.CreateTopic();
        await Produce([
            .. Enumerable.Range(0, Messages).Select(i => new FactMessage(topic, 0, "k".Bytes(), $"{i}".Bytes())),
        ]);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topic, 0, 0));
        var wait = new Eventually.Wait("all messages come");
        long read = 0,
            bytes = 0,
            before = 0,
            first = 0;
        while (read < Messages)
        {
            wait.GoOn("not all came");
            int count = consumer.Read(500, Moment);
            for (int i = 0; i < count; i++)
            {
                ConsumedMessage message = consumer[i];
                bytes += message.Key.Length + message.Value.Length + message.Input + (message.TimestampMs > 0 ? 1 : 0);
            }
            read += count;
            // The first batches make what stays.
            if (before == 0 && read > Messages / 4)
            {
                (before, first) = (GC.GetAllocatedBytesForCurrentThread(), read);
            }
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(bytes > Messages);
        // A collection that another test brings about counts what was left of this thread's 8 kB piece of the heap.
        Assert.True(allocated < Messages - first, $"{allocated} bytes for {Messages - first} messages");
    }

    private async Task Produce(params FactMessage[] messages)
    {
        using FactProducer producer = kafka.Connection.Facts();
        await producer.ProduceAsync(messages);
    }
}
