using System.Globalization;
using CreatorStream.Kafka.Tests;
using Xunit.Abstractions;

namespace CreatorStream.Integration;

/// <summary>
/// The service at scale while its parts die. CREATORSTREAM_SOAK_SEEDS says how many seeds (10), CREATORSTREAM_SOAK_SEED
/// from which on (random), CREATORSTREAM_SOAK_EVENTS how many events each (6,000); `./creatorstream test --soak N` sets
/// them.
/// </summary>
[Collection(RealKafka.Name)]
public sealed class SoakTests(KafkaBrokers brokers, ITestOutputHelper output)
{
    private const int MostWorkers = 3;

    public static TheoryData<int> Seeds
    {
        get
        {
            int first = Setting("CREATORSTREAM_SOAK_SEED") ?? Random.Shared.Next(int.MaxValue - 1_000);
            return [.. Enumerable.Range(first, Setting("CREATORSTREAM_SOAK_SEEDS") ?? 10)];
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Views_come_right_whatever_dies(int seed)
    {
        var random = new Random(seed);
        await using ScaledRun run = await ScaledRun.StartAsync(brokers, partitions: random.Next(2, 9), workers: 2);
        List<string> bodies = await run.GenerateAsync(Setting("CREATORSTREAM_SOAK_EVENTS") ?? 6_000, seed);
        Task expected = SendAsync(run.Embedded, bodies);
        string[] disordered = [.. bodies];
        random.Shuffle(disordered);
        var stopped = new List<RoleProcess>();
        foreach (string body in disordered)
        {
            await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            if (random.Next(3) == 0)
            {
                // What a client repeats that heard no answer.
                await ScaledRun.PostAsync(run.Collect, "/v1/events", body);
            }
            if (random.Next(3) == 0)
            {
                string fault = await HarmAsync(run, random, stopped);
                output.WriteLine($"seed {seed}: {fault}");
            }
        }
        foreach (RoleProcess worker in stopped)
        {
            await worker.SignalAsync("CONT");
        }
        if (run.Workers.Count == 0)
        {
            await run.AddWorkerAsync();
        }
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

    private static async Task<string> HarmAsync(ScaledRun run, Random random, List<RoleProcess> stopped)
    {
        RoleProcess? worker = run.Workers.Count == 0 ? null : run.Workers[random.Next(run.Workers.Count)];
        switch (random.Next(6))
        {
            case 0 when worker != null:
                worker.Kill();
                run.Workers.Remove(worker);
                stopped.Remove(worker);
                return $"kill {worker.Name}";
            case 1 when worker != null:
                // It goes on later, when others have its tasks.
                await worker.SignalAsync("STOP");
                stopped.Add(worker);
                run.Workers.Remove(worker);
                return $"stop {worker.Name}";
            case 2 when worker != null:
                await worker.SignalAsync("TERM");
                run.Workers.Remove(worker);
                return $"end {worker.Name}";
            case 3 when run.Workers.Count < MostWorkers:
                await run.AddWorkerAsync();
                return $"start {run.Workers[^1].Name}";
            case 4:
                await run.Redis.FlushAsync();
                return "flush Redis";
            case 5:
                await run.Redis.KillAsync();
                await run.Redis.StartAgainAsync();
                return "restart Redis";
            default:
                return "nothing";
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
