using System.Text.Json;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class EventFormTests(ITestOutputHelper output)
{
    private const long Now = 1_772_366_400_000_000;

    private static readonly string[] Types = ["visit", "purchase", "refund", "engagement", "boom", ""];
    private static readonly string[] Times =
    [
        "2026-03-01T11:00:00Z",
        "2026-03-01T12:00:00.123456+01:00",
        "2036-03-01T11:00:00Z",
        "1772366400",
        "",
    ];
    private static readonly string[] NumberFields = ["value", "seconds", "completeness"];
    private static readonly string[] Numbers = ["12.50", "-1", "1,2", new string('0', 300) + "5", "90000", "x", ""];
    private static readonly string[] Texts =
    [
        "v1",
        "Jörg 𝒳",
        "a\tb",
        "\"quoted\\\"",
        "\ud800",
        "https://shop.example/?a=b",
        "EUR",
        "DE",
        "like",
        "default",
        "",
        new string('ß', 101),
        new string('x', 5_000),
    ];

    [Fact]
    public void It_takes_and_refuses_what_the_same_event_as_JSON_is_taken_or_refused_for()
    {
        Random random = Seed.Next(output);
        var parser = new EventParser();
        int good = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Dictionary<string, string> fields = Any(random);
            (EventBatch expected, List<Rejection> refused) = Read(fields, parser);
            var batch = new EventBatch();
            var rejections = new List<Rejection>();
            parser.ParseForm(fields, Fill, Now, batch.Append, rejections);
            string text = JsonSerializer.Serialize(fields);
            Assert.True(refused.SequenceEqual(rejections), $"{text}: {string.Join(';', rejections)}");
            Batches.AssertEqual(expected, batch);
            good += batch.Count;
        }
        Assert.InRange(good, 100, 19_900);
    }

    private static void Fill(EventForm form, Dictionary<string, string> fields)
    {
        foreach ((string name, string text) in fields)
        {
            switch (name)
            {
                case "type":
                    form.SetType(text);
                    break;
                case "time":
                    form.SetTime(text);
                    break;
                case "value":
                    form.SetValue(text);
                    break;
                case "seconds":
                    form.SetSeconds(text);
                    break;
                case "completeness":
                    form.SetCompleteness(text);
                    break;
                default:
                    form.Set(Enum.Parse<EventField>(name.Replace("_", "", StringComparison.Ordinal), true), text);
                    break;
            }
        }
    }

    private static (EventBatch, List<Rejection>) Read(Dictionary<string, string> fields, EventParser parser)
    {
        var batch = new EventBatch();
        var rejections = new List<Rejection>();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(fields);
        parser.ParseJson(json, 1, Now, batch.Append, rejections);
        return (batch, rejections);
    }

    /// <summary>Mostly good, in any order.</summary>
    private static Dictionary<string, string> Any(Random random)
    {
        var fields = new List<(string, string)>
        {
            ("id", "e1"),
            ("visitor", "v1"),
            ("type", Types[random.Next(4) == 0 ? random.Next(Types.Length) : 0]),
            ("time", Times[random.Next(4) == 0 ? random.Next(Times.Length) : 0]),
        };
        for (int more = random.Next(6); more > 0; more--)
        {
            int which = random.Next(EventFields.Count + NumberFields.Length);
            fields.Add(
                which < EventFields.Count
                    ? (((EventField)which).JsonName(), Texts[random.Next(Texts.Length)])
                    : (NumberFields[which - EventFields.Count], Numbers[random.Next(Numbers.Length)])
            );
        }
        (string, string)[] shuffled = [.. fields];
        random.Shuffle(shuffled);
        return shuffled
            .DistinctBy(of => of.Item1)
            // Without text it is not there.
            .Where(of => of.Item2.Length > 0)
            .ToDictionary(of => of.Item1, of => of.Item2);
    }
}
