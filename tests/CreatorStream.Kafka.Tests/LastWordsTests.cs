using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces.Cases;

namespace CreatorStream.Kafka.Tests;

/// <summary>Of entries that come again and again the last word on each is kept, and no more.</summary>
public sealed class LastWordsTests
{
    private const ulong Secret = 7;

    private readonly EntryLane lane = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_a_catalog_readers_hear_the_same_last_words_whenever_they_begin(int seed)
    {
        var random = new Random(seed);
        string[] all = [.. Enumerable.Range(0, 20_000).Select(number => Entry(random, number))];
        using var early = new EntryLaneReader(lane);
        var heard = new List<string>();
        var words = new LastWords(LogStream.Catalog);
        foreach (string line in all)
        {
            Add(words, line.Bytes());
            if (random.Next(50) == 0)
            {
                heard.AddRange(Read(early));
            }
        }
        heard.AddRange(Read(early));
        using var late = new EntryLaneReader(lane);
        string[] kept = [.. Read(late)];
        Assert.Equal((lane.Count, lane.Count), (early.Offset, late.Offset));
        Dictionary<(Type, string, string), string> expected = Last(all);
        Assert.Equal(expected.Count, kept.Length);
        Assert.Equal(expected, Last(kept));
        Assert.Equal(expected, Last(heard));
    }

    [Fact]
    public void Of_decisions_each_has_a_last_word_of_its_own()
    {
        var person = ErasedPerson.Of("v-1"u8, Secret);
        var alert = new AlertName("spring", "ctr-drop", "", Rfc3339.EarliestMicros);
        byte[] Comment(string said) =>
            new AlertComment(
                "default",
                alert,
                AlertComment.IdOf("default", alert, said, "key:a", Secret),
                said,
                "key:a",
                Rfc3339.EarliestMicros
            ).ToJson();
        byte[][] replaced =
        [
            new Erasure("default", person).ToJson("key:a"),
            new Override("default", person, VerdictLevel.Inauthentic).ToJson("key:a"),
            new Separation("default", person, true).ToJson("key:a"),
            new Mute("default", alert, Rfc3339.EarliestMicros, "key:a", Rfc3339.EarliestMicros).ToJson(),
            new CaseOverride("default", "pod/1", CaseDecision.Dismissed, "key:a").ToJson(),
            Comment("first"),
        ];
        byte[][] last =
        [
            new Erasure("default", person).ToJson("key:b"),
            new Override("default", person, null).ToJson("key:b"),
            new Separation("default", person, false).ToJson("key:b"),
            new Mute("default", alert, null, "key:b", Rfc3339.EarliestMicros).ToJson(),
            new Acknowledgement("default", alert, true, "key:b", Rfc3339.EarliestMicros).ToJson(),
            new CaseOverride("default", "pod/1", CaseDecision.Confirmed, "key:b").ToJson(),
            new CaseOverride("default", "pod/2", CaseDecision.Confirmed, "key:b").ToJson(),
            new CaseOverride("acme", "pod/1", CaseDecision.Confirmed, "key:b").ToJson(),
            // Said again it is the same comment, by the same person.
            Comment("first"),
            Comment("second"),
        ];
        var words = new LastWords(LogStream.Decisions);
        foreach (byte[] line in (byte[][])[.. replaced, .. last, """{"kind":"case","id":"pod/1"}""".Bytes()])
        {
            Add(words, line);
        }
        using var reader = new EntryLaneReader(lane);
        Assert.Equal(last.Select(line => Encoding.UTF8.GetString(line)), Read(reader));
    }

    private void Add(LastWords words, byte[] line) => lane.Drop(words.Add(line, lane.Add(line, 1)));

    private static IEnumerable<string> Read(EntryLaneReader reader)
    {
        while (reader.TryRead(out LogRecord record))
        {
            yield return Encoding.UTF8.GetString(record.Payload);
        }
    }

    /// <summary>A word on one of some entries, some of which no reader takes.</summary>
    private static string Entry(Random random, int number)
    {
        string workspace = random.Next(2) == 0 ? "" : ""","workspace":"acme" """;
        string id = $"\"id\":\"e{random.Next(100)}\"";
        return random.Next(5) switch
        {
            0 => $$"""{"kind":"creator",{{id}},"name":"{{number}}"{{workspace}}}""",
            1 => $$"""{"kind":"content",{{id}},"campaign":"c{{number}}"{{workspace}}}""",
            2 => $$"""{"kind":"workspace",{{id}},"currency":"EUR","open":{{(number % 2 == 0 ? "true" : "false")}}}""",
            3 => $$"""{"kind":"creator",{{id}},"name":{{number}}{{workspace}}}""",
            _ => $$"""{"kind":"campaign",{{id}},"name":"{{number}}"{{workspace}}}""",
        };
    }

    /// <summary>The last word on each entry, as those who read all take it.</summary>
    private static Dictionary<(Type Kind, string Workspace, string Id), string> Last(IEnumerable<string> lines)
    {
        var last = new Dictionary<(Type, string, string), string>();
        foreach (string line in lines)
        {
            using var json = JsonDocument.Parse(line);
            if (CatalogParser.TryParse(json.RootElement, out _, out _) is { } entry)
            {
                last[(entry.GetType(), entry.Workspace, entry.Id)] = line;
            }
        }
        return last;
    }
}
