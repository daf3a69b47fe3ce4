using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Kafka.Tests;

namespace CreatorStream.Integration;

/// <summary>What cases rest on is read from Kafka by the process that owns the workspace, and is what one process lists.</summary>
[Collection(ThreeBrokers.Name)]
public sealed class CaseEventsTests(ThreeKafkaBrokers brokers)
{
    private const int Members = 6;
    private const int Meetings = 20;
    private const int Others = 400;

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [SkippableFact]
    public async Task Cases_have_the_same_evidence_at_scale_as_in_one_process()
    {
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: 3, workers: 2);
        foreach (RoleProcess to in (RoleProcess[])[run.Embedded, run.Collect])
        {
            await ScaledRun.PostAsync(to, "/v1/events", string.Join('\n', Events()));
            await ScaledRun.PostAsync(to, "/v1/counters", string.Join('\n', Counters()));
        }
        await run.SettlesAsync("both show the same");
        foreach (string kind in (string[])["pod", "follower-jump"])
        {
            // Groups are looked for beside the views: either may still know less than it has taken in.
            await Eventually.Holds(
                $"both list the same of {kind}",
                async () =>
                {
                    string[] expected = await EvidenceAsync(run.Embedded, kind);
                    string[] shown = await EvidenceAsync(run.Serve, kind);
                    return expected.Length > Members * Meetings / 2 && expected.SequenceEqual(shown)
                        ? null
                        : $"{expected.Length} and {shown.Length} lines:\n{string.Join('\n', expected.Except(shown))}\nand\n{string.Join('\n', shown.Except(expected))}";
                }
            );
        }
    }

    /// <returns>The lines of the CSV of the first case of a kind, in an order of their own.</returns>
    private static async Task<string[]> EvidenceAsync(RoleProcess of, string kind)
    {
        string id = "";
        await Eventually.Holds(
            $"{of.Name} has a case of {kind}",
            async () =>
            {
                string view = await of.Http.GetStringAsync(
                    new Uri("/api/campaigns/spring/views/cases", UriKind.Relative)
                );
                id = JsonNode.Parse(view)!["figures"]!["rows"]!
                    .AsArray()
                    .Select(row => row!["id"]!.GetValue<string>())
                    .FirstOrDefault(found => found.StartsWith(kind + "/", StringComparison.Ordinal), "");
                return id.Length > 0 ? null : view;
            }
        );
        string[] lines = [];
        await Eventually.Holds(
            $"{of.Name} lists what {id} rests on",
            async () =>
            {
                using HttpResponseMessage answer = await of.Http.GetAsync(
                    new Uri($"/api/campaigns/spring/cases/events?case={Uri.EscapeDataString(id)}", UriKind.Relative)
                );
                string text = await answer.Content.ReadAsStringAsync();
                lines = [.. text.Split('\n').Order(StringComparer.Ordinal)];
                return answer.Content.Headers.ContentType?.MediaType == "text/csv" ? null : text;
            }
        );
        return lines;
    }

    /// <summary>
    /// People who like posts as they are published, and a pod that comes to those of two creators in the same minutes, hour after
    /// hour, and to each at another age.
    /// </summary>
    private static IEnumerable<string> Events()
    {
        for (int n = 0; n < Others; n++)
        {
            int post = n % Meetings;
            yield return Like(
                $"fan-{n}",
                post,
                Now.AddHours(-30 - (7 * post % 20)).AddMinutes(-(13 * post) + (n / Meetings)),
                n
            );
        }
        for (int n = 0; n < Members * Meetings; n++)
        {
            int meeting = n / Members;
            yield return Like($"pod-{n % Members}", meeting, Now.AddHours(-(meeting + 1)), Others + n);
        }
    }

    private static string Like(string visitor, int post, DateTimeOffset time, int n) =>
        JsonSerializer.Serialize(
            new
            {
                id = $"e{n}",
                type = "like",
                time = Text(time),
                visitor,
                content = $"post-{post}",
                campaign = "spring",
                creator = $"creator-{post % 2}",
                platform = "instagram",
                source = "api",
            }
        );

    /// <summary>A reading a day of followers of whom many came at once, and went again.</summary>
    private static IEnumerable<string> Counters() =>
        Enumerable
            .Range(0, 60)
            .Select(day =>
                JsonSerializer.Serialize(
                    new
                    {
                        account = "@ann",
                        platform = "instagram",
                        campaign = "spring",
                        creator = "creator-0",
                        time = Text(Now.AddDays(day - 60)),
                        followers = 40_000 + (day * 50) + (day < 30 ? 0 : Math.Max(4_000, 9_000 - (500 * (day - 30)))),
                        views = 10_000 * day,
                    }
                )
            );

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
