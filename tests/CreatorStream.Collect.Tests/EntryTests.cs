using System.Net;
using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Counters and the catalog over HTTP.</summary>
public class EntryTests
{
    private const string Campaign = """{"kind":"campaign","id":"spring","name":"Spring"}""";
    private const string Reading =
        """{"content":"post-1","platform":"instagram","time":"2026-03-01T12:00:00Z","likes":5}""";

    public static TheoryData<string, string> Valid => Names("valid");

    public static TheoryData<string, string> Invalid => Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_example_is_accepted(string kind, string name)
    {
        using JsonDocument example = Example(kind, "valid", name);
        (string Field, string Reason)? fault = Fault(kind, example.RootElement);
        Assert.True(fault == null, $"{fault}");
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_example_is_refused_for_its_field(string kind, string name)
    {
        using JsonDocument example = Example(kind, "invalid", name);
        JsonElement entry = example.RootElement.GetProperty(kind == "catalog" ? "entry" : "counters");
        (string Field, string Reason)? fault = Fault(kind, entry);
        Assert.True(fault != null, $"{entry} was accepted");
        Assert.Equal(example.RootElement.GetProperty("field").GetString(), fault.Value.Field);
        Assert.NotEmpty(fault.Value.Reason);
    }

    [Theory]
    [InlineData("/api/catalog", Campaign)]
    [InlineData("/v1/counters", Reading)]
    public async Task One_that_readers_would_leave_out_for_its_size_is_refused(string path, string entry)
    {
        await using Collector collector = await Start();
        string large = entry[..^1] + $",\"more\":\"{new string('x', 65_536)}\"}}";
        (await collector.Post(path, $"[{large},{entry}]")).Is(HttpStatusCode.MultiStatus, 1, (0, ""));
    }

    [Theory]
    [InlineData("/api/catalog", Campaign, LogStream.Catalog)]
    [InlineData("/v1/counters", Reading, LogStream.Counters)]
    public async Task One_an_array_and_lines_are_taken_and_stored(string path, string entry, LogStream stream)
    {
        await using Collector collector = await Start();
        (await collector.Post(path, entry)).Is(HttpStatusCode.OK, 1);
        (await collector.Post(path, $"[{entry},{entry}]")).Is(HttpStatusCode.OK, 2);
        (await collector.Post(path, $"{entry}\r\n\n{entry}\n", Lines)).Is(HttpStatusCode.OK, 2);
        (await collector.Post(path, Gzip(Encoding.UTF8.GetBytes(entry)), Json, "gzip")).Is(HttpStatusCode.OK, 1);
        Assert.Equal(6, Stored(collector, stream).Count);
        Assert.All(Stored(collector, stream), line => Assert.Equal(entry, line));
    }

    [Theory]
    [InlineData("/api/catalog", Campaign, LogStream.Catalog)]
    [InlineData("/v1/counters", Reading, LogStream.Counters)]
    public async Task What_is_good_is_taken_beside_what_is_not(string path, string entry, LogStream stream)
    {
        await using Collector collector = await Start();
        Answer answer = await collector.Post(path, $"{entry}\n3\n{{\n{entry}", Lines);
        answer.Is(HttpStatusCode.MultiStatus, 2, (1, ""), (2, ""));
        (await collector.Post(path, $"[{entry},")).Is(HttpStatusCode.BadRequest, 0, (0, ""));
        Assert.Equal(2, Stored(collector, stream).Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[{},]")]
    [InlineData("{\"visitor\":\"v\"} x")]
    public async Task What_is_no_JSON_is_refused_in_the_same_words_everywhere(string body)
    {
        await using Collector collector = await Start();
        foreach (
            string path in (string[])
                ["/v1/events", "/v1/counters", "/api/catalog", "/api/overrides", "/api/separations", "/api/erasures"]
        )
        {
            Answer answer = await collector.Post(path, body);
            Assert.Matches(
                @"^is not valid JSON: it ends or goes wrong at line 1, byte \d+, or has a depth of more than 16 there$",
                answer.Rejected[^1].Reason
            );
            foreach (string type in (string[])[Json, Lines])
            {
                Answer blank = await collector.Post(path, " \r\n", type);
                blank.Is(HttpStatusCode.BadRequest, 0, (0, ""));
                Assert.Equal("the body is empty", blank.Rejected[0].Reason);
            }
        }
    }

    [Theory]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("[{\"kind\":\"campaign\",\"id\":\"a\",\"id\":\"b\"}]")]
    public async Task A_field_that_is_there_twice_is_said_to_be_so(string body)
    {
        await using Collector collector = await Start();
        Answer answer = await collector.Post("/api/catalog", body);
        answer.Is(HttpStatusCode.BadRequest, 0, (0, ""));
        Assert.Equal("has a field twice", answer.Rejected[0].Reason);
    }

    [Fact]
    public async Task What_is_out_of_bounds_is_refused_with_the_bounds()
    {
        await using Collector collector = await Start();
        Answer rate = await collector.Post(
            "/api/catalog",
            """{"kind":"rate","id":"r","currency":"USD","day":"2026-03-01","rate":"0.000000000000000001"}"""
        );
        rate.Is(HttpStatusCode.BadRequest, 0, (0, "rate"));
        Assert.Contains("6 decimals", rate.Rejected[0].Reason, StringComparison.Ordinal);
        string reading = Reading.Replace(":5}", ":9007199254740993}", StringComparison.Ordinal);
        Answer likes = await collector.Post("/v1/counters", reading);
        likes.Is(HttpStatusCode.BadRequest, 0, (0, "likes"));
        Assert.Equal("is not a whole number from 0 to 9007199254740991", likes.Rejected[0].Reason);
        string most = Reading.Replace(":5}", ":9007199254740991}", StringComparison.Ordinal);
        (await collector.Post("/v1/counters", most)).Is(HttpStatusCode.OK, 1);
    }

    /// <summary>Whatever is sent, it is an answer with a reason, and nothing that can't be read back gets into the log.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"\\ud800\"}")]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"a\",\"other\":\"\\ud800\"}")]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"a\",\"\\ud800\":1}")]
    [InlineData("{\"kind\":\"workspace\",\"id\":\"a\",\"domains\":[\"\\ud800\"]}")]
    [InlineData("{\"kind\":\"workspace\",\"id\":\"a\",\"domains\":[\"a b\"]}")]
    [InlineData("{\"kind\":\"workspace\",\"id\":\"a\",\"domains\":\"shop.example\"}")]
    [InlineData(
        "{\"kind\":\"cost\",\"id\":\"a\",\"cost\":\"flat\",\"campaign\":\"c\",\"amount\":\"\\udc00\",\"from\":\"2026-01-01\",\"to\":\"2026-01-01\"}"
    )]
    [InlineData("{\"content\":\"a\",\"platform\":\"p\",\"time\":\"\\ud800\",\"likes\":1}")]
    [InlineData("{\"content\":\"a\",\"platform\":\"p\",\"time\":\"2026-03-01T12:00:00Z\",\"likes\":1e400}")]
    [InlineData("{\"content\":\"a\",\"platform\":\"p\",\"time\":\"2026-03-01T12:00:00Z\",\"likes\":\"\\ud800\"}")]
    public async Task Bad_input_is_refused_on_both_ways_in(string body)
    {
        await using Collector collector = await Start();
        foreach (string path in (string[])["/api/catalog", "/v1/counters"])
        {
            foreach (string type in (string[])[Json, Lines])
            {
                Answer answer = await collector.Post(path, body, type);
                Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{path} {answer.Status} {answer.Text}");
                Assert.NotEmpty(answer.Rejected[0].Reason);
            }
        }
        Assert.Empty(Stored(collector, LogStream.Catalog));
        Assert.Empty(Stored(collector, LogStream.Counters));
    }

    [Fact]
    public async Task Invalid_UTF8_and_endless_depth_are_refused()
    {
        await using Collector collector = await Start();
        byte[] latin = Encoding.Latin1.GetBytes(Campaign.Replace("Spring", "Fr\u00fchling", StringComparison.Ordinal));
        byte[] other = Encoding.Latin1.GetBytes(Campaign.Insert(1, "\"other\":\"\u00fc\","));
        byte[] deep = Encoding.UTF8.GetBytes(
            Campaign.Insert(1, $"\"x\":{new string('[', 10_000)}{new string(']', 10_000)},")
        );
        foreach (byte[] body in (byte[][])[latin, other, deep])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await collector.Post("/api/catalog", body, Json)).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await collector.Post("/api/catalog", body, Lines)).Status);
        }
        Assert.Empty(Stored(collector, LogStream.Catalog));
    }

    [Theory]
    [InlineData("/api/catalog", Campaign)]
    [InlineData("/v1/counters", Reading)]
    public async Task The_limits_are_those_of_events(string path, string entry)
    {
        await using Collector collector = await Start();
        string many = string.Join('\n', Enumerable.Repeat(entry, 10_001));
        (await collector.Post(path, many, Lines)).Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        (await collector.Post(path, $"[{many.Replace('\n', ',')}]")).Is(
            HttpStatusCode.RequestEntityTooLarge,
            0,
            (0, "")
        );
        (await collector.Post(path, new byte[RequestBody.MostBytes + 1], Json)).Is(
            HttpStatusCode.RequestEntityTooLarge,
            0,
            (0, "")
        );
        (await collector.Post(path, Encoding.UTF8.GetBytes(entry), "text/plain")).Is(
            HttpStatusCode.UnsupportedMediaType,
            0,
            (0, "")
        );
        (await collector.Post(path, many[..many.LastIndexOf('\n')], Lines)).Is(HttpStatusCode.OK, 10_000);
        collector.Log.Dispose();
        (await collector.Post(path, entry)).Is(HttpStatusCode.ServiceUnavailable, 0, (0, ""));
    }

    private static (string Field, string Reason)? Fault(string kind, JsonElement entry)
    {
        string field;
        string reason;
        object? parsed =
            kind == "catalog"
                ? CatalogParser.TryParse(entry, out field, out reason)
                : CounterParser.TryParse(entry, out field, out reason);
        return parsed == null ? (field, reason) : null;
    }

    /// <summary>The lines of a stream; each must be readable as what it is.</summary>
    private static List<string> Stored(Collector collector, LogStream stream)
    {
        var lines = new List<string>();
        using ILogReader reader = collector.Log.Read(stream, 0, 0);
        while (reader.TryRead(out LogRecord record))
        {
            lines.AddRange(Encoding.UTF8.GetString(record.Payload).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        return lines;
    }

    private static JsonDocument Example(string kind, string validity, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(kind, validity), name + ".json")));

    private static string Folder(string kind, string validity) =>
        Path.Combine(AppContext.BaseDirectory, "examples", kind, validity);

    private static TheoryData<string, string> Names(string validity)
    {
        var names = new TheoryData<string, string>();
        foreach (string kind in (string[])["catalog", "counters"])
        {
            foreach (
                string file in Directory.EnumerateFiles(Folder(kind, validity), "*.json").Order(StringComparer.Ordinal)
            )
            {
                names.Add(kind, Path.GetFileNameWithoutExtension(file));
            }
        }
        return names;
    }
}
