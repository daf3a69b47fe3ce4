using CreatorStream.Kafka.Tests;
using CreatorStream.Pipeline;

namespace CreatorStream.Integration;

/// <summary>
/// A service at scale is upgraded process by process, and taken back, while events come: see <see cref="NextVersion"/>.
/// </summary>
[Collection(ThreeBrokers.Name)]
public sealed class UpgradeTests(ThreeKafkaBrokers brokers)
{
    private const int Events = 6_000;

    [SkippableFact]
    public async Task Processes_of_two_versions_show_what_one_shows_on_the_way_there_and_back()
    {
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: 3, workers: 2);
        // Before each of five processes, there and back.
        string[][] bodies = [.. (await run.GenerateAsync(Events, seed: 12)).Chunk(1)];
        int sent = 0;
        await run.RollAsync(toNext: true, SendSomeAsync);
        await run.SettlesAsync("upgraded");
        await run.ShowsNextAsync(true);
        await run.RollAsync(toNext: false, SendSomeAsync);
        while (sent < bodies.Length)
        {
            await SendSomeAsync();
        }
        await run.SettlesAsync("taken back");
        await run.ShowsNextAsync(false);

        async Task SendSomeAsync()
        {
            foreach (string body in sent < bodies.Length ? bodies[sent++] : [])
            {
                await ScaledRun.PostAsync(run.Embedded, "/v1/events", body);
                await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            }
        }
    }
}
