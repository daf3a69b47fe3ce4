using System.Globalization;
using CreatorStream.Kafka.Tests;
using Xunit.Abstractions;

namespace CreatorStream.Integration;

/// <summary>
/// The service at scale, on three brokers, while its parts die. CREATORSTREAM_SOAK_SEEDS says how many seeds (2),
/// CREATORSTREAM_SOAK_SEED from which on (random), CREATORSTREAM_SOAK_EVENTS how many events each (6,000); `./creatorstream
/// test --soak N` sets them.
/// </summary>
[Collection(ThreeBrokers.Name)]
public sealed class SoakTests(ThreeKafkaBrokers brokers, ITestOutputHelper output)
{
    public static TheoryData<int> Seeds
    {
        get
        {
            int first = FirstSeed;
            return [.. Enumerable.Range(first, Setting("CREATORSTREAM_SOAK_SEEDS") ?? 2)];
        }
    }

    private static int FirstSeed => Setting("CREATORSTREAM_SOAK_SEED") ?? Random.Shared.Next(int.MaxValue - 1_000);

    private static int Events => Setting("CREATORSTREAM_SOAK_EVENTS") ?? 6_000;

    [SkippableTheory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Views_come_right_whatever_dies(int seed)
    {
        var random = new Random(seed);
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: random.Next(2, 9), workers: 2);
        await HarmAsync(run, await run.GenerateAsync(Events, seed), [], seed, random);
    }

    /// <summary>Half of the events come from a collector, half lie in the topics since before it.</summary>
    [SkippableFact]
    public async Task Views_come_right_with_a_Java_producer_beside_the_collector()
    {
        Skip.If(brokers.Own == 0, "topics of others have no prefix either, and would be lost");
        int seed = FirstSeed;
        const int Partitions = 8;
        await JavaProducer.FillAsync(brokers.Connection.Servers, Events / 2, seed, Partitions);
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, Partitions, workers: 2, prefix: "");
        List<string> bodies = await run.GenerateAsync(Events / 2, seed);
        await HarmAsync(run, bodies, await run.JavaEventsAsync(Events / 2, seed), seed, new Random(seed));
    }

    /// <param name="lying">What the topics hold already.</param>
    private async Task HarmAsync(ScaledRun run, List<string> bodies, List<string> lying, int seed, Random random)
    {
        Task expected = SendAsync(run.Embedded, [.. lying, .. bodies]);
        string[] disordered = [.. bodies];
        random.Shuffle(disordered);
        // Java's topics have one replica.
        var harm = new Harm(run, brokers, isReplicated: lying.Count == 0, random);
        int between = Math.Max(3, bodies.Count / 40);
        foreach (string body in disordered)
        {
            await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            if (random.Next(3) == 0)
            {
                // What a client repeats that heard no answer.
                await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            }
            if (random.Next(between) == 0)
            {
                output.WriteLine($"seed {seed}: {await harm.DoAsync()}");
            }
        }
        await harm.EndAsync();
        await expected;
        await run.SettlesAsync($"seed {seed}");
    }

    private static async Task SendAsync(RoleProcess to, List<string> bodies)
    {
        foreach (string body in bodies)
        {
            await ScaledRun.PostAsync(to, "/v1/events", body);
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
