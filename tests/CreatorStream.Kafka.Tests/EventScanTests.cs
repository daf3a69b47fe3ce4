using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>Events are read once more, beside the task that owns their partition, up to where they end.</summary>
[Collection(RealKafka.Name)]
public sealed class EventScanTests : IDisposable
{
    private readonly KafkaBrokers kafka;
    private const int Partitions = VisitorLog.Partitions;

    private readonly VisitorLog log = new();
    private readonly FactProducer producer;
    private readonly EntryLog entries;
    private readonly ErasedVisitors erased;

    public EventScanTests(KafkaBrokers kafka)
    {
        this.kafka = kafka;
        producer = log.Connection.Facts();
        entries = new EntryLog(log.Connection, log.Topics, withCounters: false, NullLogger.Instance);
        var identity = new LogIdentity(1, Partitions);
        erased = new ErasedVisitors(
            new KafkaFactLog(identity, log.Topics, producer, entries, EventFormat.Json, TimeProvider.System)
        );
    }

    public void Dispose()
    {
        erased.Dispose();
        entries.Dispose();
        producer.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task All_of_a_partition_is_read_and_nothing_of_others()
    {
        string visitor = VisitorLog.VisitorOf(1);
        await log.ProduceAsync([
            .. Enumerable.Range(0, 20).Select(n => new FactMessage(log.Topics.Clicks, 1, null, Json($"c{n}", visitor))),
            log.Arrow(log.Topics.Engagements, 1, VisitorLog.Stream(VisitorLog.Json("e", visitor))),
            new FactMessage(log.Topics.Clicks, 1, null, "no event"u8.ToArray()),
            new FactMessage(log.Topics.Clicks, 2, null, Json("other", VisitorLog.VisitorOf(2))),
        ]);
        EventScan scan = Scan(log.Connection, log.Topics);
        Assert.Equal(
            [.. Enumerable.Range(0, 20).Select(n => $"c{n}").Append("e").Order(StringComparer.Ordinal)],
            Ids(scan, 1, long.MinValue).Order(StringComparer.Ordinal)
        );
        Assert.Empty(Ids(scan, 0, long.MinValue));
        Assert.Equal(["other"], Ids(scan, 2, long.MinValue));
    }

    /// <summary>The topic keeps the name; its events stay a case's.</summary>
    [Fact]
    public async Task Who_was_erased_is_named_no_more()
    {
        string visitor = VisitorLog.VisitorOf(1);
        await log.ProduceAsync(new FactMessage(log.Topics.Clicks, 1, null, Json("told", visitor)));
        Assert.Equal([visitor], Visitors());
        erased.Know([new EventIdentity(1).VisitorOf([], ErasedPerson.Of(visitor.Bytes(), 1))]);
        Assert.Equal([""], Visitors());
        Assert.Equal(["told"], Ids(Scan(log.Connection, log.Topics), 1, long.MinValue));

        List<string> Visitors()
        {
            var names = new List<string>();
            foreach (FactBatch batch in Scan(log.Connection, log.Topics).Read(1, long.MinValue))
            {
                for (int row = 0; row < batch.Events.Count; row++)
                {
                    names.Add(System.Text.Encoding.UTF8.GetString(batch.Events.Bytes(EventField.Visitor, row)));
                }
            }
            return names;
        }
    }

    /// <summary>Whoever asks is told, and doesn't wait for ever.</summary>
    [Fact]
    public void Where_brokers_are_away_it_says_so()
    {
        log.StopBroker();
        Assert.Throws<LogUnavailableException>(() => Ids(Scan(log.Connection, log.Topics), 1, long.MinValue));
        log.StartBroker();
    }

    [SkippableFact]
    public async Task What_the_log_took_before_a_time_is_left_out()
    {
        TopicSpecs topics = KafkaBrokers.OwnTopics();
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(Partitions, 1);
        string visitor = VisitorLog.VisitorOf(0);
        await ProduceAsync(topics, "old", visitor);
        long before = Appended(topics, "old");
        await ProduceAsync(topics, "new", visitor);
        long after = Appended(topics, "new");
        EventScan scan = Scan(kafka.Connection, topics);
        Assert.Equal(["old", "new"], Ids(scan, 0, before));
        // The broker may have taken both in the same millisecond.
        Assert.Equal(before == after ? ["old", "new"] : ["new"], Ids(scan, 0, after));
        Assert.Empty(Ids(scan, 0, after + 60_000_000));
    }

    private async Task ProduceAsync(TopicSpecs topics, string id, string visitor)
    {
        using FactProducer producer = kafka.Connection.Facts();
        await producer.ProduceAsync([new FactMessage(topics.Clicks, 0, null, Json(id, visitor))]);
    }

    private long Appended(TopicSpecs topics, string id)
    {
        foreach (FactBatch batch in Scan(kafka.Connection, topics).Read(0, long.MinValue))
        {
            for (int row = 0; row < batch.Events.Count; row++)
            {
                if (IdOf(batch, row) == id)
                {
                    return batch.AppendedAtMicros[row];
                }
            }
        }
        throw new InvalidOperationException($"{id} is not there");
    }

    private static List<string> Ids(EventScan scan, int partition, long fromMicros)
    {
        var ids = new List<string>();
        foreach (FactBatch batch in scan.Read(partition, fromMicros))
        {
            for (int row = 0; row < batch.Events.Count; row++)
            {
                ids.Add(IdOf(batch, row));
            }
        }
        return ids;
    }

    private static string IdOf(FactBatch batch, int row) =>
        System.Text.Encoding.UTF8.GetString(batch.Events.Bytes(EventField.Id, row));

    private EventScan Scan(KafkaConnection connection, TopicSpecs topics) =>
        new(connection, topics, Partitions, erased, NullLogger.Instance);

    private static byte[] Json(string id, string visitor) => VisitorLog.Json(id, visitor).Bytes();
}
