using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Arrow.Tests;

/// <summary>npm's apache-arrow reads what the codec writes, and the codec what that writes.</summary>
public class ArrowNodeTests(ITestOutputHelper output) : IDisposable
{
    private const long Now = 1_800_000_000_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("creatorstream-arrow-").FullName;

    [SkippableFact]
    public void Node_reads_what_the_codec_writes()
    {
        SkipUnlessThere();
        var events = new RandomEvents(Seed.Next(output));
        // Some of them rare, so that there are plain columns and dictionaries of more than one width.
        EventBatch batch = Read.Good(Enumerable.Range(0, 400).Select(_ => events.Next()));
        byte[] buffer = [];
        int length = new ArrowEventCodec().Encode(batch, ref buffer);
        string path = Path.Combine(folder, "own.arrows");
        File.WriteAllBytes(path, buffer[..length]);
        string[] lines = Node("read", path).Split('\n');
        Batches.AssertEqual(batch, Read.Good(lines.Select(AsEvent)));
    }

    [SkippableTheory]
    [InlineData("plain")]
    [InlineData("dictionary")]
    public void The_codec_reads_what_node_writes(string way)
    {
        SkipUnlessThere();
        var events = new RandomEvents(Seed.Next(output));
        string[] names =
        [
            "seconds",
            "completeness",
            "address",
            "value",
            "time",
            "type",
            "id",
            "visitor",
            "action",
            "url",
            "text",
            "country",
            "campaign",
            "order",
        ];
        List<string> lines = [];
        for (int i = 0; i < 90; i++)
        {
            JsonObject row = events.NextObject();
            foreach (string name in row.Select(field => field.Key).Except(names).ToList())
            {
                row.Remove(name);
            }
            // A date of JavaScript has milliseconds.
            row["time"] = string.Concat(row["time"]!.GetValue<string>().AsSpan(0, 19), ".250Z");
            lines.Add(row.ToJsonString());
        }
        string from = Path.Combine(folder, "events.ndjson");
        string to = Path.Combine(folder, "node.arrows");
        File.WriteAllLines(from, lines);
        Node("write", from, to, way);
        Batches.AssertEqual(Read.Good(lines), Decode(to, Read.Now, 90));
    }

    [SkippableFact]
    public void What_Java_wrote_is_read_as_events_when_node_has_made_them_whole()
    {
        SkipUnlessThere();
        ArrowFixtures.SkipUnlessThere();
        var expected = new EventBatch();
        var parser = new EventParser();
        List<Rejection> rejections = [];
        foreach (byte[] line in ArrowFixtures.Expected(ArrowFixtures.Complete))
        {
            parser.ParseLine(line, parser.Count, Now, expected.Append, rejections);
        }
        Assert.Empty(rejections);
        foreach (string name in ArrowFixtures.Names)
        {
            string to = Path.Combine(folder, name);
            Node("complete", ArrowFixtures.PathOf(name), to);
            Batches.AssertEqual(expected, Decode(to, Now, 1003));
        }
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static EventBatch Decode(string path, long now, int rows)
    {
        var batch = new EventBatch();
        List<Rejection> rejections = [];
        Assert.Equal(rows, new ArrowEventCodec().Decode(File.ReadAllBytes(path), batch, 10_000, now, rejections));
        Assert.Empty(rejections);
        return batch;
    }

    private static string AsEvent(string line)
    {
        JsonObject row = JsonNode.Parse(line)!.AsObject();
        row["time"] = Rfc3339.Format(long.Parse(row["time"]!.GetValue<string>(), CultureInfo.InvariantCulture));
        if (row["value_micros"] is { } micros)
        {
            row["value"] = micros.GetValue<string>() + "e-6";
        }
        return row.ToJsonString();
    }

    private static string Manifest => Path.Combine(ArrowFixtures.Repository, "dashboard", "package.json");

    private static void SkipUnlessThere() =>
        Skip.IfNot(
            Directory.Exists(Path.Combine(Path.GetDirectoryName(Manifest)!, "node_modules", "apache-arrow")),
            "dashboard/node_modules has no apache-arrow: run npm install there."
        );

    private static string Node(params string[] arguments)
    {
        string script = Path.Combine(ArrowFixtures.Repository, "tests", "CreatorStream.Arrow.Tests", "interop.mjs");
        var start = new ProcessStartInfo("node", [script, Manifest, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return text;
    }
}
