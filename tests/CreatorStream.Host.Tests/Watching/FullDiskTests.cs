using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Embedded;
using CreatorStream.Embedded.Tests;
using CreatorStream.Events;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Tests.Watching;

/// <summary>A service whose disk is full says so everywhere, once, and goes on by itself when there is room.</summary>
public class FullDiskTests
{
    private static readonly JsonSchema Schema = JsonSchema.Read("operations.schema.json");

    private int next;

    [SkippableFact]
    public async Task It_is_not_ready_while_its_log_cannot_be_written()
    {
        using var disk = new SmallDisk();
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = disk.Folder,
                Port = 0,
                Partitions = 1,
            },
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = service.Address };
        await service.Ready;
        Assert.Null((await AskAsync(client, "/api/status", "Status"))["refusal"]);
        int requests = 0;
        while (await PostAsync(client) == HttpStatusCode.OK)
        {
            Assert.True(++requests < 1_000, "The disk is never full.");
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client));

        using (HttpResponseMessage ready = await client.GetAsync("/health/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            string said = await ready.Content.ReadAsStringAsync();
            Assert.Contains("no input is taken", said, StringComparison.Ordinal);
            Assert.Contains("log.db", said, StringComparison.Ordinal);
        }
        JsonNode status = await AskAsync(client, "/api/status", "Status");
        Assert.Contains("log.db", (string)status["refusal"]!["reason"]!, StringComparison.Ordinal);
        // Figures of what was accepted keep up all the same; a start may not have been looked at yet.
        await Eventually.Holds(
            "figures are live",
            async () =>
            {
                JsonNode figures = (await AskAsync(client, "/api/status", "Status"))["figures"]!;
                return (string?)figures["state"] == "live" ? null : figures.ToJsonString();
            }
        );
        await SaysAsync(client, operations => operations["refusal"] != null);
        Assert.Contains("log_unwritable 1", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);

        disk.MakeRoom();
        await Eventually.Holds(
            "ready again, with nobody sending",
            async () =>
            {
                using HttpResponseMessage ready = await client.GetAsync("/health/ready");
                return ready.IsSuccessStatusCode ? null : await ready.Content.ReadAsStringAsync();
            }
        );
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client));
        await SaysAsync(client, operations => operations["refusal"] == null);
    }

    /// <summary>With a retention, saved state and old events go at each start: neither may need room that is not there.</summary>
    [SkippableTheory]
    [InlineData(2_000_000, 1, true)]
    [InlineData(1_000, 2_000, false)]
    public async Task What_is_old_is_removed_at_a_start_where_there_is_room_for_that_and_it_starts_in_any_case(
        int savedBytes,
        int oldEvents,
        bool areRemoved
    )
    {
        using var disk = new SmallDisk();
        string path = Path.Combine(disk.Folder, "log.db");
        string snapshots = Path.Combine(disk.Folder, "snapshots.db");
        ulong secret;
        using (SqliteFactLog log = OpenLog(path, days: 0))
        {
            secret = log.Secret;
            // Together, since the write-ahead log would take more room than there is.
            await log.AppendAsync([.. Enumerable.Range(0, oldEvents).Select(Event)], CancellationToken.None);
        }
        using (SqliteFactLog log = OpenLog(path, days: 100))
        {
            await log.AppendAsync([Event(oldEvents)], CancellationToken.None);
        }
        using (var store = SqliteSnapshotStore.Open(snapshots, secret))
        {
            byte[] content = new byte[savedBytes];
            string name = SegmentName.Of(content);
            await store.PutAsync("task", [new SnapshotSegment(name, content)]);
            var segments = new Dictionary<string, string> { ["part"] = name };
            await store.SaveAsync("task", new SnapshotManifest(1, new Dictionary<string, long>(), segments));
        }
        long free = new DriveInfo(disk.Folder).AvailableFreeSpace;
        File.WriteAllBytes(Path.Combine(disk.Folder, "filler"), new byte[free - 400_000]);

        await using (
            Service service = await Service.StartAsync(
                new ServiceOptions
                {
                    Data = disk.Folder,
                    Port = 0,
                    Retention = TimeSpan.FromDays(90),
                },
                new Later(101),
                CancellationToken.None
            )
        )
        {
            await service.Ready;
        }

        disk.MakeRoom();
        using (SqliteFactLog log = OpenLog(path, days: 101))
        {
            Assert.Equal(areRemoved ? 1 : oldEvents + 1, log.FactsBefore(long.MaxValue));
        }
        using var left = SqliteSnapshotStore.Open(snapshots, secret);
        Assert.Empty(left.Manifests("task"));
    }

    private static SqliteFactLog OpenLog(string path, int days) =>
        SqliteFactLog.Open(path, partitions: 1, new Later(days), NullLogger<SqliteFactLog>.Instance);

    private static LogAppend Event(int number)
    {
        var batch = new EventBatch();
        string text = new('x', 600);
        string json =
            $$"""{"id":"{{number}}","type":"comment","time":"2026-03-01T12:00:00Z","visitor":"v","campaign":"c","text":"{{number}}{{text}}"}""";
        Assert.True(new EventParser().TryParse(Encoding.UTF8.GetBytes(json), long.MaxValue / 2, batch, out _));
        byte[] payload = [];
        int length = EventBatchCodec.Encode(batch, ref payload);
        return new LogAppend(LogStream.Events, 0, payload.AsMemory(0, length), 1);
    }

    private sealed class Later(int days) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(days);
    }

    /// <summary>200 events of 600 bytes.</summary>
    private async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        string now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++)
        {
            string text = new('x', 500);
            lines.Append(
                CultureInfo.InvariantCulture,
                $$"""{"id":"{{next++}}","type":"comment","time":"{{now}}","visitor":"v","campaign":"c","text":"{{next}}{{text}}"}{{'\n'}}"""
            );
        }
        using var body = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage answer = await client.PostAsync("/v1/events", body);
        return answer.StatusCode;
    }

    private static Task SaysAsync(HttpClient client, Predicate<JsonNode> holds) =>
        Eventually.Holds(
            "the operations say so",
            async () =>
            {
                JsonNode answer = await AskAsync(client, "/api/operations", "Operations");
                return holds(answer) ? null : answer.ToJsonString();
            }
        );

    private static async Task<JsonNode> AskAsync(HttpClient client, string path, string form)
    {
        JsonNode answer = JsonNode.Parse(await client.GetStringAsync(path))!;
        Assert.Empty(Schema.Complaints(form, answer));
        return answer;
    }
}
