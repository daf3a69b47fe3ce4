using CreatorStream.Arrow;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>What a reader set aside is written with the tick, on a real broker with its limits.</summary>
[Collection(RealKafka.Name)]
public sealed class SetAsideTests(KafkaBrokers kafka)
{
    internal static readonly PartialRows NoRows = new(0, false, new TickRows(), new TaskProgress(0, 0, 0, default));

    private readonly TopicSpecs topics = KafkaBrokers.OwnTopics();

    [SkippableFact]
    public async Task A_tick_writes_letters_with_their_messages_and_moves_rows_home()
    {
        const int Partitions = VisitorLog.Partitions;
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(Partitions, 1);
        string other = VisitorLog.VisitorOf(2);
        byte[] rows = VisitorLog.Stream(VisitorLog.Json("a", VisitorLog.VisitorOf(0)), VisitorLog.Json("b", other));
        // As large as any that is taken, and of bytes that don't compress.
        byte[] broken = new byte[TopicSpecs.MostMessageBytes - 2000];
        new Random(1).NextBytes(broken);
        broken.AsSpan(0, 4).Fill(0xff);
        using (FactProducer facts = kafka.Connection.Facts())
        {
            await facts.ProduceAsync([
                new FactMessage(topics.Clicks, 0, null, rows, ArrowEventCodec.MediaType),
                new FactMessage(topics.Clicks, 0, new byte[1500], broken, ArrowEventCodec.MediaType),
            ]);
        }

        using KafkaEventReader reader = Open(0, Partitions);
        Assert.Single(ReadRows.From(reader, 2).Events);
        using TaskProducer producer = kafka.Connection.Task(topics.Tasks + "/0");
        producer.Init(Reading.Deadline);
        var writer = new PartialsWriter(
            producer,
            topics,
            0,
            Partitions,
            null,
            "owner",
            reader,
            () => null,
            new PartialsOptions(),
            TimeProvider.System,
            NullLogger.Instance
        );
        await writer.WriteAsync(NoRows, CancellationToken.None);

        using KafkaEventReader home = Open(2, Partitions);
        // The mark of the transaction has an offset, too.
        Assert.Contains("\"id\":\"b\"", Assert.Single(ReadRows.From(home, 2).Events));
        using BatchConsumer letters = kafka.Connection.Consumer(new KafkaInput(topics.DeadLetters, 0, 0));
        Assert.Equal(1, letters.ReadSome(10));
        ConsumedMessage letter = letters[0];
        Assert.Equal(broken, letter.Value.ToArray());
        Assert.Equal(ArrowEventCodec.MediaType, System.Text.Encoding.ASCII.GetString(letter.ContentType));
        DeadLetterKey key = DeadLetterKey.Read(letter.Key)!;
        Assert.Equal((topics.Clicks, 0, 1L, 1024), (key.Topic, key.Partition, key.Offset, key.Key.Length));
        Assert.StartsWith("The Arrow stream is malformed at byte", key.Reason);
        Assert.Equal(2, TaskRecord.Newest(kafka.Connection, topics, 0, NullLogger.Instance)!.Vector[topics.Clicks]);
    }

    private KafkaEventReader Open(int partition, int partitions)
    {
        var reader = new KafkaEventReader(
            kafka.Connection,
            topics,
            partition,
            partitions,
            secret: 1,
            former: null,
            _ => { },
            TimeProvider.System,
            NullLogger.Instance
        );
        reader.Open(new Dictionary<string, long>());
        return reader;
    }
}
