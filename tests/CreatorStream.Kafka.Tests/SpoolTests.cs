using System.Text.Json;
using CreatorStream.Embedded;
using CreatorStream.Embedded.Spool;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>A collector's spool before Kafka, on brokers that go away and come back.</summary>
public sealed class SpoolTests : IAsyncLifetime, IDisposable
{
    private const int Partitions = 2;
    private const short ProduceRequest = 0;

    private readonly MockKafka kafka = new();
    private readonly TopicSpecs topics = new($"{Guid.NewGuid():N}.");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-spool-");
    private readonly FactProducer producer;
    private readonly EntryLog entries;
    private readonly FactSpool spool;
    private readonly SpooledFactLog log;
    private readonly ErasedVisitors erased;

    public SpoolTests()
    {
        foreach (string topic in topics.VisitorTopics)
        {
            kafka.CreateTopic(Partitions, topic);
        }
        kafka.CreateTopic(1, topics.Metrics);
        kafka.CreateTopic(1, topics.Catalog);
        kafka.CreateTopic(1, topics.Decisions);
        producer = kafka.Connection.Facts(TimeSpan.FromSeconds(1));
        entries = new EntryLog(kafka.Connection, topics, withCounters: true, NullLogger.Instance);
        spool = FactSpool.Make(
            Path.Combine(folder.FullName, "spool.db"),
            Partitions,
            10_000_000,
            TimeProvider.System,
            NullLogger<SqliteFactLog>.Instance
        );
        log = new SpooledFactLog(spool, TimeProvider.System, NullLogger<SpooledFactLog>.Instance);
        var identity = new LogIdentity(7, Partitions);
        var kafkaLog = new KafkaFactLog(identity, topics, producer, entries, EventFormat.Json, TimeProvider.System);
        erased = new ErasedVisitors(kafkaLog);
        _ = log.Attach(kafkaLog, erased);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await log.DisposeAsync();

    /// <summary>After the other.</summary>
    public void Dispose()
    {
        spool.Dispose();
        entries.Dispose();
        producer.Dispose();
        kafka.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_taken_while_brokers_are_away_is_in_the_topics_when_they_are_back()
    {
        kafka.StopBroker(1);
        for (int i = 0; i < 200; i++)
        {
            await log.AppendAsync([Event(i % Partitions, i)], CancellationToken.None);
        }
        await log.AppendAsync(
            [new LogAppend(LogStream.Counters, 0, "{\"likes\":1}\n{\"likes\":2}\n".Bytes(), 2)],
            CancellationToken.None
        );
        Assert.Equal(202, spool.Facts);
        kafka.StartBroker(1);
        for (int partition = 0; partition < Partitions; partition++)
        {
            int of = partition;
            string[] all = [.. Enumerable.Range(0, 200).Where(i => i % Partitions == of).Select(i => $"e-{i}")];
            Assert.Equal(all, ReadIds(partition, all.Length));
        }
        using BatchConsumer counters = kafka.Connection.Consumer(new KafkaInput(topics.Metrics, 0, 0));
        Assert.Equal(
            ["{\"likes\":1}", "{\"likes\":2}"],
            counters.ReadUntil(read => read.Count >= 2).Select(message => message.Value).Distinct()
        );
    }

    [Fact]
    public async Task Who_is_erased_while_brokers_are_away_comes_to_the_topics_without_a_name()
    {
        kafka.StopBroker(1);
        // The first is tried at the brokers, and may come there late as it was sent.
        await log.AppendAsync([Event(0, 1)], CancellationToken.None);
        await log.AppendAsync([Event(0, 2)], CancellationToken.None);
        ulong visitor = new EventIdentity(log.Secret).VisitorOf([], ErasedPerson.Of("v"u8, log.Secret));
        erased.Know([visitor]);
        kafka.StartBroker(1);
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, 0, 0));
        JsonElement told = default;
        consumer.ReadUntil(read =>
            read.Select(message => JsonDocument.Parse(message.Value!).RootElement)
                .Any(of => (told = of).GetProperty("id").GetString() == "e-2")
        );
        Assert.False(told.TryGetProperty("visitor", out _));
        Assert.Equal(ErasedPerson.Of("v"u8, log.Secret).ToString(), told.GetProperty("erased_visitor").GetString());
    }

    [Fact]
    public async Task What_a_broker_refuses_is_sent_again_from_the_spool()
    {
        // Nothing that the producer tries again by itself.
        kafka.AnswerWith(ProduceRequest, Confluent.Kafka.ErrorCode.TopicAuthorizationFailed);
        await log.AppendAsync([Event(0, 1)], CancellationToken.None);
        await log.AppendAsync([Event(0, 2)], CancellationToken.None);
        Assert.Equal(["e-1", "e-2"], ReadIds(0, 2));
    }

    /// <summary>In the order in which each stands there for the first time.</summary>
    private List<string> ReadIds(int partition, int count)
    {
        using BatchConsumer consumer = kafka.Connection.Consumer(new KafkaInput(topics.Clicks, partition, 0));
        return Ids(consumer.ReadUntil(read => Ids(read).Count == count));

        static List<string> Ids(List<Received> messages) =>
            [
                .. messages
                    .Select(message => JsonDocument.Parse(message.Value!).RootElement.GetProperty("id").GetString()!)
                    .Distinct(),
            ];
    }

    private static LogAppend Event(int partition, int number)
    {
        var batch = new EventBatch();
        string json = $$"""{"id":"e-{{number}}","type":"click","time":"2026-03-01T12:00:00Z","visitor":"v"}""";
        Assert.True(new EventParser().TryParse(json.Bytes(), long.MaxValue / 2, batch, out _));
        byte[] payload = [];
        int length = EventBatchCodec.Encode(batch, ref payload);
        return new LogAppend(LogStream.Events, partition, payload.AsMemory(0, length), 1);
    }
}
