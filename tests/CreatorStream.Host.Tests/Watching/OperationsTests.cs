using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Host.Watching;

namespace CreatorStream.Host.Tests.Watching;

/// <summary>What the operations page is told.</summary>
public class OperationsTests
{
    private static readonly JsonSchema Schema = JsonSchema.Read("operations.schema.json");
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public void The_example_is_valid_and_comes_back_as_it_was()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "operations", "scaled.json"));
        JsonNode example = JsonNode.Parse(text)!;
        Assert.Empty(Schema.Complaints("Operations", example));
        OperationsAnswer answer = JsonSerializer.Deserialize<OperationsAnswer>(text, Web)!;
        JsonNode back = JsonSerializer.SerializeToNode(answer, Web)!;
        Assert.True(JsonNode.DeepEquals(example, back), back.ToJsonString());
    }

    [Theory]
    [InlineData("timeMs", "\"now\"")]
    [InlineData("form", "\"cloud\"")]
    [InlineData("redis", "null")]
    [InlineData("more", "1")]
    public void The_schema_refuses_what_is_wrong(string member, string value)
    {
        JsonNode example = JsonNode.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "operations", "scaled.json"))
        )!;
        example[member] = JsonNode.Parse(value);
        Assert.NotEmpty(Schema.Complaints("Operations", example));
    }

    [Fact]
    public async Task The_service_in_one_process_tells_its_tasks_and_what_it_turned_away()
    {
        using var scratch = new Scratch();
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                Port = 0,
                Partitions = 2,
                SnapshotInterval = TimeSpan.FromSeconds(1),
            },
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = service.Address };
        JsonNode status = JsonNode.Parse(await client.GetStringAsync("/api/status"))!;
        Assert.Empty(Schema.Complaints("Status", status));
        Assert.Equal("none", (string?)status["redis"]!["state"]);
        Assert.Null(status["refusal"]);

        string now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        string[] events =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(n =>
                    $$"""{"id":"{{n}}","type":"click","time":"{{now}}","visitor":"v{{n}}","campaign":"c","content":"p"}"""
                ),
        ];
        await PostAsync(client, string.Join('\n', events), HttpStatusCode.OK);
        await PostAsync(client, string.Join('\n', events[..3]), HttpStatusCode.OK);
        await PostAsync(client, """{"id":"x","type":"stare","time":"2026-01-01T00:00:00Z","visitor":"v"}""", null);

        JsonNode told = await EventuallyAsync(
            client,
            answer =>
                Sum(answer, "accepted") == 40
                && Sum(answer, "duplicates") == 3
                && answer["rejected"]!.AsArray().Count > 0
                && answer["tasks"]!
                    .AsArray()
                    .All(task => task!["snapshot"] != null && (long?)task["lag"]!["count"] == 0)
        );
        Assert.Empty(Schema.Complaints("Operations", told));
        Assert.Equal("embedded", (string?)told["form"]);
        Assert.Equal(["visitors-0", "visitors-1"], told["tasks"]!.AsArray().Select(task => (string?)task!["name"]));
        Assert.All(
            told["tasks"]!.AsArray(),
            task =>
            {
                Assert.Equal("live", (string?)task!["state"]);
                Assert.Equal("this process", (string?)task["owner"]);
                Assert.Equal(0, (double?)task["lag"]!["seconds"]);
                Assert.NotNull((long?)task["watermarkMs"]);
                Assert.True((long?)task["snapshot"]!["bytes"] > 0);
            }
        );
        Assert.Equal("type", (string?)Assert.Single(told["rejected"]!.AsArray())!["field"]);
    }

    [Fact]
    public async Task What_is_told_is_behind_the_same_door_as_the_figures()
    {
        using var scratch = new Scratch();
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                Port = 0,
                Key = "a key of tests",
            },
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = service.Address };
        foreach (string path in (string[])["/api/operations", "/api/status"])
        {
            using HttpResponseMessage answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private static long Sum(JsonNode answer, string counter) =>
        answer["tasks"]!.AsArray().Sum(task => (long?)task!["counters"]?[counter] ?? 0);

    private static async Task PostAsync(HttpClient client, string lines, HttpStatusCode? expected)
    {
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage answer = await client.PostAsync("/v1/events", body);
        Assert.True(expected == null || answer.StatusCode == expected, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> EventuallyAsync(HttpClient client, Predicate<JsonNode> holds)
    {
        JsonNode? answer = null;
        await Eventually.Holds(
            "the operations say so",
            async () =>
            {
                answer = JsonNode.Parse(await client.GetStringAsync("/api/operations"))!;
                return holds(answer) ? null : answer.ToJsonString();
            }
        );
        return answer!;
    }
}
