using System.Net.Http.Json;
using System.Text.Json;
using CreatorStream.Connectors.Tests.Notifications;
using CreatorStream.Events;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Tests.Running;

/// <summary>From an event to a call, and how it is seen.</summary>
public sealed class NotificationsTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public async Task A_campaign_that_falls_silent_is_told_once_also_when_the_service_starts_again()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        scratch.Write("url", receiver.Url);
        string file = scratch.Write(
            "notifications.yaml",
            "channels: [{ name: team, kind: slack, url: { file: url } }]\nrules: [{ channels: [team] }]"
        );
        for (int start = 0; start < 2; start++)
        {
            await using Service service = await Service.StartAsync(
                new ServiceOptions
                {
                    Data = scratch.Path("data"),
                    Port = 0,
                    Notifications = file,
                },
                TimeProvider.System,
                CancellationToken.None
            );
            using var client = new HttpClient { BaseAddress = service.Address };
            // Lively for an hour, then silent for 20 minutes, as the other campaign's event tells.
            object[] events =
            [
                .. Enumerable.Range(0, 300).Select(n => Click("spring", n, secondsAgo: 4_800 - (n * 12))),
                Click("autumn", 1_000 + start, secondsAgo: 0),
            ];
            using HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/events", events);
            answer.EnsureSuccessStatusCode();
            string delivered = $"creatorstream_notifications_delivered_total{{channel=\"team\"}} {1 - start}\n";
            await Eventually.Holds(
                "The alert is told",
                async () =>
                {
                    // There is none before the first events are taken in.
                    using HttpResponseMessage view = await client.GetAsync("/api/campaigns/spring/views/alerts");
                    string rows = await view.Content.ReadAsStringAsync();
                    string metrics = await client.GetStringAsync("/metrics");
                    return !rows.Contains("no-activity", StringComparison.Ordinal) ? rows
                        : !metrics.Contains(delivered, StringComparison.Ordinal) ? metrics
                        : null;
                }
            );
            JsonElement operations = await client.GetFromJsonAsync<JsonElement>("/api/operations");
            JsonElement channel = Assert.Single(operations.GetProperty("notifications").EnumerateArray());
            Assert.Equal("team", channel.GetProperty("name").GetString());
        }
        Assert.Contains(
            "No activity \\u2013 spring",
            // An attempt whose answer came late is made again, with the same words.
            Assert.Single(receiver.Calls.Select(call => System.Text.Encoding.UTF8.GetString(call.Body)).Distinct()),
            StringComparison.Ordinal
        );
    }

    public void Dispose() => scratch.Dispose();

    private static object Click(string campaign, int n, int secondsAgo) =>
        new
        {
            id = $"{campaign}-{n}",
            type = "click",
            time = Rfc3339.Format(Rfc3339.ToMicros(TimeProvider.System.GetUtcNow()) - (secondsAgo * 1_000_000L)),
            visitor = $"v-{n}",
            campaign,
            content = "post",
        };
}
