using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>
/// The running service against golden figures and the oracle: neither order nor batches nor partitions nor the
/// catalog's time nor a crash changes one figure. One process per partition count; every case has its own workspace.
/// </summary>
public sealed class ServiceTests(ITestOutputHelper output)
{
    private const int Worlds = 4;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Golden_figures_come_however_events_come(int partitions)
    {
        var small = GoldenWorld.Load("small");
        var large = GoldenWorld.Load("large");
        await using ServiceProcess service = await ServiceProcess.Start(partitions);

        await Golden(service, small, "small", batch: 1, CatalogTime.After);
        await Golden(service, small, "small", batch: 7, CatalogTime.Before);
        await Golden(service, small, "small", batch: int.MaxValue, CatalogTime.Amid);
        await Golden(service, large, "large", batch: 7, CatalogTime.Amid);
        await Golden(service, large, "large", batch: int.MaxValue, CatalogTime.After);
        await Golden(service, large, "large", batch: int.MaxValue, CatalogTime.Before);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Golden_figures_survive_a_crash(int partitions)
    {
        var small = GoldenWorld.Load("small");
        var large = GoldenWorld.Load("large");
        await using ServiceProcess service = await ServiceProcess.Start(partitions);

        await Golden(service, small, "small", batch: 7, CatalogTime.Before, Crash.ThenUnacknowledged);
        await Golden(service, large, "large", batch: 500, CatalogTime.After, Crash.ThenEverything);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Random_worlds_agree_with_the_oracle(int partitions)
    {
        await using ServiceProcess service = await ServiceProcess.Start(partitions);
        var seeds = new Random();
        for (int n = 0; n < Worlds; n++)
        {
            int seed = seeds.Next();
            int batch = (n % 3) switch
            {
                0 => 1,
                1 => 7,
                _ => int.MaxValue,
            };
            var dealing = new Dealing(seed, batch, (CatalogTime)(n % 3));
            await AgreesWithOracle(
                service,
                World.Generate(seed),
                dealing,
                $"random-{n}",
                n == Worlds - 1 ? Crash.ThenUnacknowledged : Crash.None
            );
        }
    }

    private async Task AgreesWithOracle(
        ServiceProcess service,
        World world,
        Dealing dealing,
        string workspace,
        Crash crash
    )
    {
        string about = $"world {dealing}";
        output.WriteLine(about);
        List<JsonObject> catalog = Dealing.In(workspace, world.Catalog);
        List<JsonObject> events = Dealing.In(workspace, world.Events);
        await dealing.Hand(service, catalog, events, crash);
        foreach (string? name in catalog.Select(CatalogBook.WorkspaceOf).Distinct())
        {
            foreach (
                (string? campaign, Dictionary<string, double?>? expected) in BatchOracle.Figures(catalog, events, name)
            )
            {
                await Views.Await(service, name, campaign, expected, about);
            }
        }
    }

    private async Task Golden(
        ServiceProcess service,
        GoldenWorld world,
        string name,
        int batch,
        CatalogTime time,
        Crash crash = Crash.None
    )
    {
        long greatest = world.Events.Max(e => Fact.Read(e).TimeMs);
        Skip.If(
            greatest > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            "The machine's clock is before the golden events; the service refuses the future."
        );
        var dealing = new Dealing(Random.Shared.Next(), batch, time);
        string workspace = $"{name}-{batch}-{time}-{crash}";
        string about = $"{name}, {dealing}";
        output.WriteLine(about);
        await dealing.Hand(service, Dealing.In(workspace, world.Catalog), Dealing.In(workspace, world.Events), crash);
        foreach ((string? campaign, Dictionary<string, double?>? expected) in world.Expected)
        {
            await Views.Await(service, workspace, campaign, expected, about);
        }
    }
}
