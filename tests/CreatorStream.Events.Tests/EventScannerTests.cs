using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

/// <summary>What the scanner takes, the reader takes too, column for column; and what it leaves gets the reader's answer.</summary>
public class EventScannerTests(ITestOutputHelper output)
{
    private const int Rounds = 200_000;

    private const string Start =
        "{\"id\":\"e1\",\"type\":\"visit\",\"time\":\"2026-03-01T12:00:00Z\",\"visitor\":\"v1\"";

    private readonly EventParser scanning = new();
    private readonly EventParser reading = new(scans: false);
    private readonly EventBatch scanned = new();
    private readonly EventBatch read = new();
    private readonly List<Rejection> rejections = [];
    private int accepted;

    /// <summary>What stands behind the start of a good event, or in its place: the JSON of the catalogue of bad input.</summary>
    public static TheoryData<string> Bad =>
        [
            "",
            " ",
            "null",
            "\"\"",
            "[]",
            "{}",
            "{",
            "}",
            "\ufeff" + Start + "}",
            Start,
            Start + ",",
            Start + ",}",
            Start + "}}",
            Start + "}{",
            Start + "} x",
            Start + "}\r\n",
            Start + "}\n\n\r\r",
            Start + ",\"id\":\"e2\"}",
            Start + ",\"id\":\"e1\"}",
            Start + ",\"id\":1}",
            Start + ",\"id\":\"\"}",
            Start + ",\"\":1}",
            Start + ",\"\":\"\"}",
            Start + ",\"url\":1}",
            Start + ",\"url\":\"\"}",
            Start + ",\"url\":\"data:text/html,x\"}",
            Start + ",\"url\":\"javascript:alert(1)\"}",
            Start + ",\"text\":\"\\ud800\"}",
            Start + ",\"text\":\"\\udc00\\ud800\"}",
            Start + ",\"text\":\"\u007f\"}",
            Start + ",\"code\":\"\u007f\"}",
            Start + ",\"text\":\"\u0085\"}",
            Start + ",\"code\":\"\u0085\"}",
            Start + ",\"code\":\"a\tb\"}",
            Start + ",\"code\":\"a\nb\"}",
            Start + ",\"code\":\"a\0b\"}",
            Start + ",\"value\":NaN}",
            Start + ",\"value\":Infinity}",
            Start + ",\"value\":1e400}",
            Start + ",\"value\":-1}",
            Start + ",\"value\":-0}",
            Start + ",\"value\":01}",
            Start + ",\"value\":1.}",
            Start + ",\"value\":-}",
            Start + ",\"value\":1.5.5}",
            Start + ",\"value\":1e2}",
            Start + ",\"value\":\"01\"}",
            Start + ",\"value\":\"twelve\"}",
            Start + ",\"value\":0.123456789012345678901234567890}",
            Start + ",\"currency\":\"XXX\"}",
            Start + ",\"currency\":\"eur\"}",
            Start + ",\"country\":\"de\"}",
            Start + ",\"country\":\"\u00e4\"}",
            Start + ",\"workspace\":\"default\"}",
            Start + ",\"seconds\":86401}",
            Start + ",\"seconds\":\"2\"}",
            Start + ",\"more\":{\"id\":\"e2\"}}",
            Start + ",\"more\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
            Start + ",\"more\":" + new string('[', 10_000) + "}",
            Start + ",\"text\":\"" + new string('a', 4096) + "\"}",
            Start + ",\"text\":\"" + new string('a', 2_000_000) + "\"}",
            Start.Replace("2026", "1970", StringComparison.Ordinal) + "}",
            Start.Replace("2026", "2099", StringComparison.Ordinal) + "}",
            Start.Replace("\"2026-03-01T12:00:00Z\"", "1772366400", StringComparison.Ordinal) + "}",
            Start.Replace("\"2026-03-01T12:00:00Z\"", "1772366400000", StringComparison.Ordinal) + "}",
            Start.Replace("visit\"", "engagement\"", StringComparison.Ordinal) + "}",
            Start.Replace("visit\"", "refund\"", StringComparison.Ordinal) + "}",
            Start.Replace("visit\"", "nothing\"", StringComparison.Ordinal) + "}",
        ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_gets_the_readers_answer(string json) => Same(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData(0xff)]
    [InlineData(0xc0)]
    [InlineData(0x80)]
    public void Invalid_utf8_gets_the_readers_answer(byte wrong)
    {
        byte[] json = Encoding.UTF8.GetBytes(Start + ",\"text\":\"?\",\"more\":\"?\",\"?\":\"more than a little\"}");
        for (int i = 0; i < json.Length; i++)
        {
            byte[] spoiled = [.. json];
            spoiled[i] = wrong;
            Same(spoiled);
        }
    }

    [Fact]
    public void Every_example_gets_the_readers_answer()
    {
        string[] files = Directory.GetFiles(
            Path.Combine(AppContext.BaseDirectory, "examples"),
            "*.json",
            SearchOption.AllDirectories
        );
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file));
            System.Text.Json.JsonElement root = json.RootElement;
            System.Text.Json.JsonElement example = root.TryGetProperty("event", out JsonElement inner) ? inner : root;
            Same(Encoding.UTF8.GetBytes(example.GetRawText()));
            Same(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(example)));
        }
    }

    [Fact]
    public void Whatever_comes_gets_the_readers_answer()
    {
        Random random = Seed.Next(output);
        var shapes = new RandomShapes(random);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] json = Encoding.UTF8.GetBytes(shapes.Next(odd: random.Next(3) == 0));
            Same(random.Next(4) == 0 ? Mutation.Of(json, random) : json);
        }
        output.WriteLine($"{accepted} of {Rounds} accepted, {scanning.Scanned} of them by the scanner");
        Assert.True(accepted is > Rounds / 2 and < Rounds * 9 / 10);
        Assert.True(scanning.Scanned > accepted / 2 && scanning.Scanned < accepted);
    }

    [Fact]
    public void Plain_events_are_all_scanned()
    {
        var shapes = new RandomShapes(Seed.Next(output));
        for (int round = 0; round < 2000; round++)
        {
            Same(Encoding.UTF8.GetBytes(shapes.Next(odd: false)));
        }
        Assert.Equal(2000, scanning.Scanned);
    }

    private void Same(byte[] json)
    {
        scanned.Clear();
        read.Clear();
        rejections.Clear();
        bool isGood = scanning.TryParse(json, Read.Now, scanned, out Rejection rejection);
        reading.ParseLine(json, 0, Read.Now, read.Append, rejections);
        string because = Convert.ToHexString(json.AsSpan(0, Math.Min(json.Length, 2000)));
        Assert.True(isGood == (read.Count == 1), because);
        Assert.True(scanned.Count == read.Count, because);
        if (!isGood)
        {
            Assert.True(rejection == Assert.Single(rejections), because);
            return;
        }
        accepted++;
        Assert.Empty(rejections);
        Assert.True(
            scanned.Types[0] == read.Types[0]
                && scanned.TimesMicros[0] == read.TimesMicros[0]
                && scanned.ValuesMicros[0] == read.ValuesMicros[0]
                && scanned.EngagedMillis[0] == read.EngagedMillis[0]
                && scanned.Completeness[0] == read.Completeness[0],
            because
        );
        for (var field = (EventField)0; (int)field < EventFields.Count; field++)
        {
            Assert.True(scanned.Has(field) == read.Has(field), because);
            Assert.True(scanned.Bytes(field, 0).SequenceEqual(read.Bytes(field, 0)), because);
        }
    }
}
