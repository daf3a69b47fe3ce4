using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;
using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Kafka.Tests;

/// <summary>What can't be used, or not here, is set aside with its reason, and what follows is read.</summary>
public sealed class PoisonTests : IDisposable
{
    private const string Web = ",\"url\":\"https://a.example/\"";

    private readonly VisitorLog log = new();
    private readonly string mine = VisitorLog.VisitorOf(0);
    private readonly string other = VisitorLog.VisitorOf(2);

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_row_that_is_no_event_is_set_aside_alone_as_JSON()
    {
        byte[] stream = VisitorLog.Stream(
            VisitorLog.Json("a", mine),
            VisitorLog.Json("b", mine, ",\"url\":\"https://bad.example/\",\"value\":1.5"),
            VisitorLog.Json("c", mine, Web)
        );
        await log.ProduceAsync(Arrow(Replace(stream, "https://bad", "xttps://bad")), Good("next"));

        using KafkaEventReader reader = log.Open(0);
        var read = ReadRows.From(reader, 2);

        Assert.Equal(["a", "c", "next"], Ids(read));
        DeadLetter letter = Assert.Single(reader.DeadLetters);
        Assert.Equal((log.Topics.Clicks, 0, 0L, "url"), (letter.Topic, letter.Partition, letter.Offset, letter.Field));
        Assert.Equal("row 1: is not an http or https address", letter.Reason);
        Assert.Equal(
            VisitorLog.Json("b", mine, ",\"url\":\"xttps://bad.example/\",\"value\":1.5"),
            Sorted(letter.Value, "type", "time", "id", "visitor", "url", "value")
        );
        Assert.Null(letter.ContentType);
        Assert.Equal(1, reader.Unreadable);
    }

    [Fact]
    public async Task Rows_that_JSON_cannot_hold_are_set_aside_with_their_message_once()
    {
        long micros = 1_763_712_000_000_000 + 123;
        byte[] stream = VisitorLog.Stream(
            VisitorLog.Json("a", mine),
            VisitorLog.Json("b-bad", mine),
            VisitorLog.Json("c", mine).Replace("2026-11-21T08:00:00Z", Rfc3339.Format(micros), StringComparison.Ordinal)
        );
        byte[] poisoned = Replace(stream, "b-bad", "b-b\u00ffd");
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(time, micros);
        poisoned.AsSpan(poisoned.AsSpan().IndexOf(time), 8).Fill(0x7f);
        await log.ProduceAsync(Arrow(poisoned), Good("next"));

        using KafkaEventReader reader = log.Open(0);
        var read = ReadRows.From(reader, 2);

        Assert.Equal(["a", "next"], Ids(read));
        DeadLetter letter = Assert.Single(reader.DeadLetters);
        Assert.Equal("row 1: is not valid UTF-8; and 1 rows more that JSON can't hold", letter.Reason);
        Assert.Equal(poisoned, letter.Value);
        Assert.Equal(ArrowEventCodec.MediaType, letter.ContentType);
    }

    [Theory]
    [InlineData("broken", "The Arrow stream is malformed at byte")]
    [InlineData("empty", "The Arrow stream is malformed at byte")]
    [InlineData("untold", "begins as an Arrow stream does, but its header content-type is not application/vnd")]
    [InlineData("large", "is larger than 2000000 bytes")]
    [InlineData("many", "has more than 16384 events")]
    [InlineData("json", "is larger than 65536 bytes")]
    public async Task A_message_that_cannot_be_read_is_one_letter(string kind, string reason)
    {
        byte[] good = VisitorLog.Stream(VisitorLog.Json("a", mine), VisitorLog.Json("b", mine));
        FactMessage message = kind switch
        {
            "broken" => Arrow(good[..^60]),
            "empty" => Arrow(good[..4]),
            "untold" => Arrow(good) with { ContentType = null },
            "large" => Arrow([.. good, .. new byte[2_000_001 - good.Length]]),
            "many" => Arrow(
                VisitorLog.Stream(
                    VisitorLog.Batch(Enumerable.Range(0, 16_385).Select(i => VisitorLog.Json($"{i}", mine)))
                )
            ),
            _ => new FactMessage(log.Topics.Clicks, 0, null, Encoding.UTF8.GetBytes(new string(' ', 70_000))),
        };
        await ProduceAsync(Good("before"), message, Good("after"));

        using KafkaEventReader reader = log.Open(0);
        var read = ReadRows.From(reader, 3);

        Assert.Equal(["before", "after"], Ids(read));
        DeadLetter letter = Assert.Single(reader.DeadLetters);
        Assert.StartsWith(reason, letter.Reason);
        Assert.Equal(1, letter.Offset);
        Assert.Equal(Math.Min(message.Value!.Length, 2_000_000), letter.Value.Length);
        Assert.Equal(letter.Value, message.Value[..letter.Value.Length]);
        Assert.Equal(message.Value.Length > 2_000_000, letter.Reason.EndsWith("its value is cut after 2000000 bytes"));
    }

    [Fact]
    public async Task Rows_of_other_partitions_are_moved_there_one_by_one()
    {
        byte[] stream = VisitorLog.Stream(
            VisitorLog.Json("a", mine),
            VisitorLog.Json("b", other, Web),
            VisitorLog.Json("c", mine, Web),
            VisitorLog.Json("d", VisitorLog.VisitorOf(1))
        );
        await log.ProduceAsync(Arrow(stream));

        using KafkaEventReader reader = log.Open(0);
        var read = ReadRows.From(reader, 1);

        Assert.Equal(["a", "c"], Ids(read));
        Assert.Equal([2, 1], reader.Misplaced.Select(moved => moved.Partition));
        Assert.Equal(other.Bytes(), reader.Misplaced[0].Key);
        Assert.All(reader.Misplaced, moved => Assert.Null(moved.ContentType));
        // Moved whole, with what a task doesn't read too.
        Assert.Contains(Web, System.Text.Encoding.UTF8.GetString(reader.Misplaced[0].Value));
        await log.ProduceAsync([
            .. reader.Misplaced.Select(moved => new FactMessage(moved.Topic, moved.Partition, moved.Key, moved.Value)),
        ]);
        using KafkaEventReader home = log.Open(2);
        Assert.Equal(
            VisitorLog.Text(VisitorLog.Batch([VisitorLog.Json("b", other, Web)]), 0),
            Assert.Single(ReadRows.From(home, 1).Events)
        );
        Assert.Empty(home.Misplaced);
    }

    private FactMessage Good(string id) => new(log.Topics.Clicks, 0, mine.Bytes(), VisitorLog.Json(id, mine).Bytes());

    private FactMessage Arrow(byte[] stream) => log.Arrow(log.Topics.Clicks, 0, stream);

    /// <summary>As another program may, whose messages can be larger than ours.</summary>
    private async Task ProduceAsync(params FactMessage[] messages)
    {
        using IProducer<byte[]?, byte[]?> producer = new Confluent.Kafka.ProducerBuilder<byte[]?, byte[]?>(
            new Confluent.Kafka.ProducerConfig
            {
                BootstrapServers = log.Connection.Servers,
                MessageMaxBytes = 4_000_000,
                EnableIdempotence = true,
            }
        ).Build();
        foreach (FactMessage message in messages)
        {
            await producer.ProduceAsync(
                new Confluent.Kafka.TopicPartition(message.Topic, message.Partition),
                new Confluent.Kafka.Message<byte[]?, byte[]?>
                {
                    Key = message.Key,
                    Value = message.Value,
                    Headers = message.ContentType is { } type
                        ? new Confluent.Kafka.Headers { { "content-type", type.Bytes() } }
                        : null,
                }
            );
        }
    }

    private static byte[] Replace(byte[] bytes, string old, string with)
    {
        byte[] copy = [.. bytes];
        int at = copy.AsSpan().IndexOf(Encoding.Latin1.GetBytes(old));
        Encoding.Latin1.GetBytes(with).CopyTo(copy, at);
        return copy;
    }

    /// <summary>The same object, its properties in this order.</summary>
    private static string Sorted(byte[] json, params string[] order)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var all = document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        Assert.Equal(order.Order(), all.Keys.Order());
        return "{" + string.Join(",", order.Select(name => $"\"{name}\":{all[name]}")) + "}";
    }

    private static IEnumerable<string> Ids(ReadRows read) =>
        read.Events.Select(json =>
            System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("id").GetString()!
        );
}
