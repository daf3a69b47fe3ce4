using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CreatorStream.Kafka.Tests;

namespace CreatorStream.Integration;

/// <summary>A collector while Kafka is away: it acknowledges, survives, and brings everything in.</summary>
[Collection(ThreeBrokers.Name)]
public sealed partial class BrokersAwayTests(ThreeKafkaBrokers brokers)
{
    private const string Reading =
        """{"content":"post-1","platform":"instagram","time":"2026-03-01T12:00:00Z","likes":5}""";

    [SkippableFact]
    public async Task What_a_collector_acknowledged_meanwhile_counts_once_though_it_was_killed()
    {
        Skip.If(brokers.Own == 0, "brokers of others are not to be killed");
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: 3, workers: 0);
        List<string> bodies = await run.GenerateAsync(5_000, seed: 11);
        await TakenAsync(run, "/v1/events", bodies[0]);
        // A machine that is busy may take so long to begin that even this one goes by the spool.
        await DrainedAsync(run.Collect);
        // The one that is left has no majority, and not the replicas that a write needs. It tells what log there is, and can't
        // tell what the others led.
        int left = run.LeaderOf(topics => topics.Progress);
        bool knowsLinks = run.LeaderOf(topics => topics.Catalog) == left;
        int[] killed = [.. Enumerable.Range(1, brokers.Own).Where(broker => broker != left)];
        await Task.WhenAll(killed.Select(brokers.KillAsync));
        try
        {
            foreach (string body in bodies[1..5])
            {
                await TakenAsync(run, "/v1/events", body);
            }
            await TakenAsync(run, "/v1/counters", Reading);
            await run.Collect.ReadyAsync();
            long waiting = await MetricAsync(run.Collect, "spool_events");
            Assert.Equal(2_001, waiting);

            await run.ReplaceCollectAsync();
            Assert.Equal(waiting, await MetricAsync(run.Collect, "spool_events"));
            foreach (string body in bodies[5..])
            {
                await TakenAsync(run, "/v1/events", body);
            }
            using HttpResponseMessage link = await run.Collect.Http.GetAsync(new Uri("/l/any", UriKind.Relative));
            // Which links there are it can read, in time, only where the broker that is left leads the catalog.
            HttpStatusCode[] right = knowsLinks
                ? [HttpStatusCode.ServiceUnavailable, HttpStatusCode.NotFound]
                : [HttpStatusCode.ServiceUnavailable];
            Assert.Contains(link.StatusCode, right);
        }
        finally
        {
            await Task.WhenAll(killed.Select(brokers.RestartAsync));
        }
        await DrainedAsync(run.Collect);
        await run.AddWorkerAsync();
        await run.SettlesAsync("brokers were away");
        Assert.Contains("The spool is drained", run.Collect.Output, StringComparison.Ordinal);
    }

    /// <summary>At the first try, by the collector and by the service that is never harmed.</summary>
    private static async Task TakenAsync(ScaledRun run, string path, string body)
    {
        foreach (RoleProcess to in (RoleProcess[])[run.Collect, run.Embedded])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
            using HttpResponseMessage answer = await to.Http.PostAsync(new Uri(path, UriKind.Relative), content);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}\n{to.Output}");
        }
    }

    private static Task DrainedAsync(RoleProcess collect) =>
        Eventually.Holds(
            "the spool is drained",
            async () => await MetricAsync(collect, "spool_events") is not 0 and var left ? $"{left} are left" : null
        );

    private static async Task<long> MetricAsync(RoleProcess of, string name)
    {
        string metrics = await of.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Match line = Metric().Matches(metrics).Single(match => match.Groups["name"].Value == name);
        return long.Parse(line.Groups["value"].Value, null);
    }

    [GeneratedRegex(@"^creatorstream_(?<name>\w+) (?<value>\d+)$", RegexOptions.Multiline)]
    private static partial Regex Metric();
}
