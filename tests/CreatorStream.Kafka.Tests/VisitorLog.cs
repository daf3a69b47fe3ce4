using System.Buffers;
using System.Text;
using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>The topics of a log on a mock cluster, and events for them.</summary>
internal sealed class VisitorLog : IDisposable
{
    public const int Partitions = 3;

    private readonly MockKafka kafka = new();

    public VisitorLog()
    {
        foreach (TopicSpec topic in Topics.All(Partitions))
        {
            kafka.CreateTopic(topic.Partitions, topic.Name);
        }
    }

    public TopicSpecs Topics { get; } = new("t.");

    public KafkaConnection Connection => kafka.Connection;

    public void StopBroker() => kafka.StopBroker(1);

    public void StartBroker() => kafka.StartBroker(1);

    public void Dispose() => kafka.Dispose();

    public async Task ProduceAsync(params FactMessage[] messages)
    {
        using FactProducer producer = Connection.Facts();
        await producer.ProduceAsync(messages);
    }

    public FactMessage Arrow(string topic, int partition, byte[] stream) =>
        new(topic, partition, null, stream, ArrowEventCodec.MediaType);

    public KafkaEventReader Open(
        int partition,
        IReadOnlyDictionary<string, long>? from = null,
        TaskRecord? former = null,
        Action<Verdict>? takeVerdict = null
    )
    {
        var reader = new KafkaEventReader(
            Connection,
            Topics,
            partition,
            Partitions,
            secret: 1,
            former,
            takeVerdict ?? (_ => { }),
            TimeProvider.System,
            NullLogger.Instance
        );
        try
        {
            reader.Open(from ?? new Dictionary<string, long>());
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>A visitor who lives on the partition.</summary>
    public static string VisitorOf(int partition, int number = 0) =>
        Enumerable
            .Range(0, int.MaxValue)
            .Select(i => $"v{number}-{i}")
            .First(name => Partitioner.PartitionOf(name.Bytes(), Partitions) == partition);

    public static string Json(string id, string visitor, string more = "") =>
        $$"""{"type":"click","time":"2026-11-21T08:00:00Z","id":"{{id}}","visitor":"{{visitor}}"{{more}}}""";

    public static EventBatch Batch(IEnumerable<string> events) => Batch(events, EventColumns.All);

    private static EventBatch Batch(IEnumerable<string> events, EventColumns columns)
    {
        var parser = new EventParser(columns);
        var batch = new EventBatch();
        foreach (string json in events)
        {
            Assert.True(
                parser.TryParse(json.Bytes(), long.MaxValue / 2, batch, out Rejection fault),
                $"{json}: {fault}"
            );
        }
        return batch;
    }

    public static byte[] Stream(params string[] events) => Stream(Batch(events));

    public static byte[] Stream(EventBatch batch)
    {
        byte[] buffer = [];
        int length = new ArrowEventCodec().Encode(batch, ref buffer);
        return buffer[..length];
    }

    /// <summary>What a visitor task wants of an event.</summary>
    public static string Text(EventBatch batch, int row) => Json(Batch([Json(batch, row)], VisitorColumns.Read), 0);

    private static string Json(EventBatch batch, int row)
    {
        var json = new ArrayBufferWriter<byte>();
        EventBatchJson.Write(batch, row, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}

/// <summary>What a reader gave, row by row.</summary>
internal sealed class ReadRows
{
    public List<string> Events { get; } = [];
    public List<long> AppendedAtMicros { get; } = [];
    public List<int> BatchSizes { get; } = [];

    /// <summary>Reads until the reader's vector sums up to so many messages.</summary>
    public static ReadRows From(KafkaEventReader reader, long messages)
    {
        var rows = new ReadRows();
        var batch = new FactBatch(1);
        var wait = new Eventually.Wait($"{messages} messages come");
        while (reader.Offset < messages)
        {
            wait.GoOn($"{rows.Events.Count} events came, to offset {reader.Offset}");
            if (!reader.TryRead(batch))
            {
                reader.Arrival.Wait(TimeSpan.FromMilliseconds(100));
                continue;
            }
            for (int row = 0; row < batch.Events.Count; row++)
            {
                rows.Events.Add(VisitorLog.Text(batch.Events, row));
            }
            rows.AppendedAtMicros.AddRange(batch.AppendedAtMicros);
            rows.BatchSizes.Add(batch.Events.Count);
        }
        return rows;
    }
}
