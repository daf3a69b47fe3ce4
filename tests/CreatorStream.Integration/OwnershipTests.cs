using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreatorStream.Kafka.Tests;

namespace CreatorStream.Integration;

[Collection(ThreeBrokers.Name)]
public sealed partial class OwnershipTests(ThreeKafkaBrokers brokers)
{
    /// <summary>Two would hide what an assignor of four topics gets wrong.</summary>
    [SkippableFact]
    public async Task Three_fresh_workers_share_eight_partitions_and_each_task_is_ones()
    {
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: 8, workers: 3);
        foreach (RoleProcess worker in run.Workers)
        {
            await worker.ReadyAsync();
        }
        List<string> bodies = await run.GenerateAsync(3_000, seed: 7);
        foreach (string body in bodies)
        {
            await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            await ScaledRun.PostAsync(run.Embedded, "/v1/events", body);
        }
        await run.SettlesAsync("three workers");
        await Eventually.Holds(
            "each task is one worker's",
            async () =>
            {
                // A worker that was late may have lost its tasks, and not know it yet.
                int[] owned = await Task.WhenAll(run.Workers.Select(OwnedAsync));
                return owned.Sum() == 16 && owned.All(tasks => tasks is 5 or 6) ? null : string.Join(", ", owned);
            }
        );
        await Eventually.Holds(
            "the operations page shows them",
            async () =>
            {
                string answer = await run.Serve.Http.GetStringAsync(new Uri("/api/operations", UriKind.Relative));
                JsonArray tasks = JsonNode.Parse(answer)!["tasks"]!.AsArray();
                bool isRight =
                    tasks.Count == 16
                    && tasks.All(task => (string?)task!["state"] == "live")
                    && tasks.GroupBy(task => (string?)task!["owner"]).All(of => of.Count() is 5 or 6);
                return isRight ? null : answer;
            }
        );
    }

    private static async Task<int> OwnedAsync(RoleProcess worker)
    {
        string metrics = await worker.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return int.Parse(Owned().Match(metrics).Groups[1].Value, null);
    }

    [GeneratedRegex(@"^creatorstream_tasks_owned (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Owned();
}
