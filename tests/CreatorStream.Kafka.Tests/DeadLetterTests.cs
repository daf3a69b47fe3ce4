using System.Text;
using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>Dead letters without a broker: what is made of them.</summary>
public sealed class DeadLetterTests
{
    private const int Partitions = 8;
    private const long Now = 1_795_000_000_000_000;
    private const string Good = """{"id":"e","type":"click","time":"2026-01-15T12:00:00Z","visitor":"v-1"}""";

    private static readonly TopicSpecs Topics = new("p.");

    [Fact]
    public void A_key_is_read_as_it_was_written_and_others_are_told_apart()
    {
        byte[] key = DeadLetterKey.Write(new DeadLetter("clicks", 3, 17, 5, "type", "is missing", [1, 2], []));
        DeadLetterKey read = DeadLetterKey.Read(key)!;
        Assert.Equal(("clicks", 3, 17L, 5L, "type", "is missing"), Parts(read));
        Assert.Equal([1, 2], read.Key);
        Assert.All(
            ["", "{", "null", "[]", "{}", """{"topic":"t"}"""],
            text => Assert.Null(DeadLetterKey.Read(text.Bytes()))
        );
    }

    [Fact]
    public void A_usable_one_goes_to_its_topic_and_its_visitors_partition_byte_by_byte()
    {
        FactMessage message = Retry()!.Value;
        Assert.Equal(Topics.Clicks, message.Topic);
        Assert.Equal(Partitioner.PartitionOf("v-1"u8, Partitions), message.Partition);
        Assert.Equal("v-1".Bytes(), message.Key);
        Assert.Equal(Good, Text(message));
    }

    [Fact]
    public void Fields_are_set_and_taken_out_and_the_others_stay_as_they_were()
    {
        string json =
            """{"id":"e","type":"clack","time":"2026-01-15T12:00:00Z","value":1.50,"x":{"a": [1]},"country":"Germany"}""";
        FactMessage message = Retry(json, ("type", "click"), ("visitor", "v-2"), ("country", ""))!.Value;
        Assert.Equal(
            """{"id":"e","time":"2026-01-15T12:00:00Z","value":1.50,"x":{"a": [1]},"type":"click","visitor":"v-2"}""",
            Text(message)
        );
        Assert.Equal(Partitioner.PartitionOf("v-2"u8, Partitions), message.Partition);
    }

    [Theory]
    [InlineData(
        """{"id":"e","type":"clack","time":"2026-01-15T12:00:00Z","visitor":"v"}""",
        "type is not a type of event"
    )]
    [InlineData("""{"id":"e","type":"click","time":"2026-01-15T12:00:00Z"}""", "visitor is missing")]
    [InlineData("no json", "is not valid JSON")]
    [InlineData("", "is not valid JSON")]
    public void What_could_still_not_be_used_stays_with_its_reason(string value, string reason)
    {
        Assert.Null(Prepare(value, anyway: false, out string told));
        Assert.StartsWith(reason, told, StringComparison.Ordinal);
        Assert.Equal(value, Text(Prepare(value, anyway: true, out _)!.Value));
    }

    [Fact]
    public void What_is_too_large_or_of_another_log_stays_too()
    {
        Assert.Null(Prepare(Good + new string(' ', 64 * 1024), anyway: false, out string large));
        Assert.Equal("is larger than 65536 bytes", large);
        var retry = new DeadLetterRetry(
            new TopicSpecs("q."),
            Partitions,
            new Dictionary<string, string>(),
            anyway: true
        );
        Assert.Null(retry.Prepare(Letter(Good), Now, out string foreign));
        Assert.Contains("p.clicks", foreign, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_object_has_no_fields_to_set()
    {
        var changes = new Dictionary<string, string> { ["type"] = "click" };
        Assert.Null(JsonFields.Set("[1]"u8, changes));
        Assert.Null(JsonFields.Set("{"u8, changes));
        Assert.Equal("""{"type":"click"}""", Encoding.UTF8.GetString(JsonFields.Set("{}"u8, changes)!));
    }

    [Fact]
    public void A_message_of_many_events_is_sent_whole_with_its_content_type()
    {
        byte[] good = ArrowMessage.Of("v-1", "v-2");
        StoredDeadLetter letter = Letter("") with { Value = good, ContentType = ArrowEventCodec.MediaType };
        FactMessage message = Retrying().Prepare(letter, Now, out _)!.Value;
        Assert.Equal((good, ArrowEventCodec.MediaType), (message.Value, message.ContentType));
        Assert.Null(Retrying().Prepare(letter with { Value = good[..^20] }, Now, out string reason));
        Assert.NotEmpty(reason);
        Assert.Null(Retrying(("type", "click")).Prepare(letter, Now, out reason));
        Assert.Equal("is no JSON object whose fields could be set", reason);
    }

    [Theory]
    [InlineData("is missing", "is missing")]
    [InlineData("is not valid JSON: 'x' is no literal", "is not valid JSON")]
    [InlineData("row 17: is missing", "is missing")]
    [InlineData("row 17: is not a type of event: impression, …", "is not a type of event")]
    public void A_kind_of_reason_is_without_what_is_of_one_message(string reason, string kind) =>
        Assert.Equal(kind, DeadLetterKey.Kind(reason));

    [Fact]
    public void They_are_counted_by_what_their_reasons_have_in_common()
    {
        var counts = new DeadLetterCounts(newest: 2);
        string[] reasons = ["is not valid JSON: 'a'", "is missing", "is not valid JSON: 'b'"];
        for (int i = 0; i < reasons.Length; i++)
        {
            counts.Add(new StoredDeadLetter(i, 100 - i, Origin(i, reasons[i]), []));
        }
        Assert.Equal(3, counts.Total);
        Assert.Equal([("is not valid JSON", 2L), ("is missing", 1L)], counts.ByReason.Select(c => (c.Reason, c.Count)));
        Assert.Equal((98, 100), (counts.ByReason[0].FirstMs, counts.ByReason[0].LastMs));
        Assert.Equal([2, 1], counts.Newest.Select(letter => letter.Offset));
    }

    private static (string, int, long, long, string, string) Parts(DeadLetterKey key) =>
        (key.Topic, key.Partition, key.Offset, key.TimestampMs, key.Field, key.Reason);

    private static DeadLetterKey Origin(long offset, string reason = "is missing") =>
        new(Topics.Clicks, 1, offset, 1, "", reason, "k".Bytes());

    private static StoredDeadLetter Letter(string value) => new(0, 1, Origin(0), value.Bytes());

    private static FactMessage? Retry(string value = Good, params (string Name, string Value)[] changes) =>
        Retrying(changes).Prepare(Letter(value), Now, out _);

    private static DeadLetterRetry Retrying(params (string Name, string Value)[] changes) =>
        new(Topics, Partitions, changes.ToDictionary(c => c.Name, c => c.Value), anyway: false);

    private static FactMessage? Prepare(string value, bool anyway, out string reason) =>
        new DeadLetterRetry(Topics, Partitions, new Dictionary<string, string>(), anyway).Prepare(
            Letter(value),
            Now,
            out reason
        );

    private static string Text(FactMessage message) => Encoding.UTF8.GetString(message.Value!);
}

/// <summary>The same from a real topic.</summary>
[Collection(RealKafka.Name)]
public sealed class DeadLetterLogTests(KafkaBrokers kafka)
{
    private readonly TopicSpecs topics = KafkaBrokers.OwnTopics();

    [SkippableFact]
    public async Task Each_message_comes_once_oldest_first_and_foreign_ones_are_counted()
    {
        using TopicAdmin admin = kafka.Admin(topics);
        await admin.CreateAsync(1, 1);
        using FactProducer producer = kafka.Connection.Facts();
        await producer.ProduceAsync([
            Message(7, "first"),
            Message(8, "second"),
            // A task that began anew.
            Message(7, "first"),
            // Another row of a message with many events.
            Message(8, "row", "row 2: is missing"),
            new FactMessage(topics.DeadLetters, 0, "mine".Bytes(), "x".Bytes()),
        ]);

        var log = new DeadLetterLog(kafka.Connection, topics, TimeProvider.System, NullLogger.Instance);
        var letters = new List<StoredDeadLetter>();
        await foreach (StoredDeadLetter letter in log.ReadAsync(CancellationToken.None))
        {
            letters.Add(letter);
        }
        Assert.Equal(["first", "second", "row"], letters.Select(letter => Encoding.UTF8.GetString(letter.Value)));
        Assert.Equal(
            [$"{topics.Clicks}/2/7", $"{topics.Clicks}/2/8", $"{topics.Clicks}/2/8"],
            letters.Select(letter => letter.Coordinates)
        );
        Assert.Equal(1, log.Foreign);
    }

    [SkippableFact]
    public async Task Without_the_topic_it_says_so()
    {
        var log = new DeadLetterLog(kafka.Connection, topics, TimeProvider.System, NullLogger.Instance);
        KafkaInputException error = await Assert.ThrowsAsync<KafkaInputException>(async () =>
        {
            await foreach (StoredDeadLetter _ in log.ReadAsync(CancellationToken.None))
            {
                Assert.Fail("there is nothing to read");
            }
        });
        Assert.Equal(topics.DeadLetters, error.Topic);
    }

    private FactMessage Message(long offset, string value, string reason = "is missing") =>
        new(
            topics.DeadLetters,
            0,
            DeadLetterKey.Write(new DeadLetter(topics.Clicks, 2, offset, 1, "", reason, [], [])),
            value.Bytes()
        );
}
