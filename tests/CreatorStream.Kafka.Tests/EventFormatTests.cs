using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>What the log writes, in either format, its reader reads back.</summary>
public sealed class EventFormatTests : IDisposable
{
    private static readonly string[] Kinds =
    [
        """{"type":"impression","platform":"tiktok","url":"https://a.example/ü?\"q\""}""",
        """{"type":"click","country":"DE","agent":"Mozilla/5.0","code":"SAVE10"}""",
        """{"type":"visit","seconds":12.345,"action":"read","referrer":"https://b.example/"}""",
        """{"type":"comment","text":"line\nline \u0001 😀","campaign":"c1","creator":"k"}""",
        """{"type":"purchase","value":19.99,"currency":"EUR","order":"o1"}""",
        """{"type":"refund","value":0.000001,"currency":"JPY","order":"o1","workspace":"w"}""",
    ];

    private readonly VisitorLog log = new();

    public void Dispose() => log.Dispose();

    [Theory]
    [InlineData(EventFormat.Json)]
    [InlineData(EventFormat.Arrow)]
    public async Task Events_are_read_back_as_they_were_written(EventFormat format)
    {
        var expected = new List<string>[VisitorLog.Partitions];
        var records = new List<LogAppend>();
        for (int partition = 0; partition < VisitorLog.Partitions; partition++)
        {
            expected[partition] = [];
            for (int record = 0; record < 2; record++)
            {
                EventBatch batch = Some(partition, record, 500);
                expected[partition]
                    .AddRange(Enumerable.Range(0, batch.Count).Select(row => VisitorLog.Text(batch, row)));
                records.Add(Record(partition, batch));
            }
        }

        await AppendAsync(format, records);

        for (int partition = 0; partition < VisitorLog.Partitions; partition++)
        {
            using KafkaEventReader reader = log.Open(partition);
            var read = ReadRows.From(reader, format == EventFormat.Json ? 1000 : 8);
            // Topics have no order among each other; within one it stays.
            Assert.Equal(ByTopic(expected[partition]), ByTopic(read.Events));
            Assert.All(read.AppendedAtMicros, micros => Assert.True(micros > Rfc3339.EarliestMicros));
            Assert.Equal(read.Events.Count, read.AppendedAtMicros.Count);
            Assert.Empty(reader.DeadLetters);
            Assert.Empty(reader.Misplaced);
            Assert.Equal(0, reader.Lag());
        }
    }

    [Fact]
    public async Task Messages_are_neither_too_many_events_nor_too_long()
    {
        string visitor = VisitorLog.VisitorOf(1);
        EventBatch many = VisitorLog.Batch(Enumerable.Range(0, 2500).Select(i => VisitorLog.Json($"{i}", visitor)));
        EventBatch large = VisitorLog.Batch(
            Enumerable
                .Range(0, 400)
                .Select(i => VisitorLog.Json($"l{i}", visitor, $",\"text\":\"{i}{new string('x', 4000)}\""))
        );

        await AppendAsync(EventFormat.Arrow, [Record(1, many), Record(1, large)]);

        using BatchConsumer consumer = log.Connection.Consumer(new KafkaInput(log.Topics.Clicks, 1, 0));
        List<int> events = [];
        while (events.Sum() < 2900)
        {
            int count = consumer.ReadSome(100);
            for (int i = 0; i < count; i++)
            {
                ConsumedMessage message = consumer[i];
                Assert.False(message.HasKey);
                Assert.Equal(ArrowEventCodec.MediaType, System.Text.Encoding.ASCII.GetString(message.ContentType));
                Assert.InRange(message.Value.Length, 1, 900_000);
                events.Add(new ArrowEventCodec().Decode(message.Value, new EventBatch(), 1000, long.MaxValue / 2, []));
            }
        }
        // 2,500 are halved twice; 400 of 4 kB each once.
        Assert.Equal([625, 625, 625, 625, 200, 200], events);
    }

    [Fact]
    public async Task A_full_chunk_leaves_the_messages_behind_it_to_the_next()
    {
        string visitor = VisitorLog.VisitorOf(0);
        await log.ProduceAsync([
            .. Enumerable
                .Range(0, 10)
                .Select(message =>
                    log.Arrow(
                        log.Topics.Clicks,
                        0,
                        VisitorLog.Stream(
                            VisitorLog.Batch(
                                Enumerable.Range(0, 6000).Select(i => VisitorLog.Json($"{message}/{i}", visitor))
                            )
                        )
                    )
                ),
        ]);

        using KafkaEventReader reader = log.Open(0);
        var read = ReadRows.From(reader, 10);

        Assert.Equal(60_000, read.Events.Distinct().Count());
        Assert.Equal(60_000, read.Events.Count);
        Assert.All(read.BatchSizes, size => Assert.InRange(size, 0, 16_384 + 6000));
        // From between two chunks on: what the vector says has been read, no more and no less.
        using KafkaEventReader later = log.Open(0, new Dictionary<string, long> { [log.Topics.Clicks] = 4 });
        Assert.Equal(read.Events[24_000..], ReadRows.From(later, 10).Events);
    }

    private async Task AppendAsync(EventFormat format, IReadOnlyList<LogAppend> records)
    {
        using FactProducer producer = log.Connection.Facts();
        using var entries = new EntryLog(log.Connection, log.Topics, withCounters: true, NullLogger.Instance);
        var identity = new LogIdentity(1, VisitorLog.Partitions);
        var facts = new KafkaFactLog(identity, log.Topics, producer, entries, format, TimeProvider.System);
        await facts.AppendAsync(records, CancellationToken.None);
    }

    private static LogAppend Record(int partition, EventBatch batch)
    {
        byte[] buffer = [];
        int length = EventBatchCodec.Encode(batch, ref buffer);
        return new LogAppend(LogStream.Events, partition, buffer.AsMemory(0, length), batch.Count);
    }

    private static EventBatch Some(int partition, int record, int count) =>
        VisitorLog.Batch(
            Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    string visitor = VisitorLog.VisitorOf(partition, i % 7);
                    return $"{Kinds[i % Kinds.Length][..^1]},\"id\":\"{record}/{i}\",\"visitor\":\"{visitor}\",\"time\":\"2026-11-21T08:00:00.{i:D6}Z\"}}";
                })
        );

    private ILookup<string, string> Lookup(List<string> events)
    {
        EventBatch batch = VisitorLog.Batch(events);
        return Enumerable.Range(0, batch.Count).ToLookup(row => log.Topics.Of(batch.Types[row]), row => events[row]);
    }

    private List<string> ByTopic(List<string> events)
    {
        ILookup<string, string> topics = Lookup(events);
        return [.. log.Topics.VisitorTopics.SelectMany(topic => topics[topic])];
    }
}
