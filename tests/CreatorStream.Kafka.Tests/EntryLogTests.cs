using System.Text;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

[Collection(RealKafka.Name)]
public sealed class EntryLogTests(KafkaBrokers brokers)
{
    [SkippableFact]
    public async Task What_is_no_entry_is_left_out_and_the_others_are_read_as_lines()
    {
        TopicSpecs topics = KafkaBrokers.OwnTopics();
        using TopicAdmin admin = brokers.Admin(topics);
        await admin.CreateAsync(2, 1);
        using var producer = new FactProducer(brokers.Connection, new FactProducerOptions("test"), NullLogger.Instance);
        string?[] values =
        [
            """{"kind":"creator","id":"ana"}""",
            "{",
            "[]",
            null,
            "",
            """{"kind":"creator","id":"\ud800"}""",
            $$"""{"kind":"creator","id":"{{new string('x', 70_000)}}"}""",
            """{"kind":"creator","id":"ann"} {}""",
            "{\n  \"kind\": \"creator\",\n  \"id\": \"bea\"\n}",
        ];
        await producer.ProduceAsync([
            .. values.Select(value => new FactMessage(
                topics.Catalog,
                0,
                "k"u8.ToArray(),
                value == null ? null : Encoding.UTF8.GetBytes(value)
            )),
        ]);

        using var entries = new EntryLog(brokers.Connection, topics, withCounters: true, NullLogger.Instance);
        await entries.Ready;

        Assert.Equal(["""{"kind":"creator","id":"ana"}""", """{"kind":"creator","id":"bea"}"""], Read(entries));
    }

    [SkippableFact]
    public async Task Of_what_was_said_again_the_last_word_is_kept()
    {
        TopicSpecs topics = KafkaBrokers.OwnTopics();
        using TopicAdmin admin = brokers.Admin(topics);
        await admin.CreateAsync(2, 1);
        using var producer = new FactProducer(brokers.Connection, new FactProducerOptions("test"), NullLogger.Instance);
        string[] names = ["Ana", "Ann", "Anna"];
        await producer.ProduceAsync([
            .. names.Select(name => new FactMessage(
                topics.Catalog,
                0,
                "default/creator/ana"u8.ToArray(),
                Encoding.UTF8.GetBytes(Creator(name))
            )),
        ]);

        using var entries = new EntryLog(brokers.Connection, topics, withCounters: false, NullLogger.Instance);
        await entries.Ready;

        Assert.Equal([Creator("Anna")], Read(entries));
        Assert.Equal(3, entries.EndOffset(LogStream.Catalog));

        static string Creator(string name) => $$"""{"kind":"creator","id":"ana","name":"{{name}}"}""";
    }

    private static List<string> Read(EntryLog entries)
    {
        using ILogReader reader = entries.Open(LogStream.Catalog);
        var lines = new List<string>();
        while (reader.TryRead(out LogRecord record))
        {
            lines.Add(Encoding.UTF8.GetString(record.Payload));
        }
        return lines;
    }
}
