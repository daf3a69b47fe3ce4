using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>Snapshots only save time: whatever becomes of them, the figures after a crash are those before it.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Partitions = 3;
    private const int BatchSize = 100;

    [SkippableTheory]
    [InlineData("kept", false)]
    [InlineData("flipped", false)]
    [InlineData("flipped", true)]
    [InlineData("truncated", false)]
    [InlineData("truncated", true)]
    [InlineData("replaced", false)]
    [InlineData("deleted", false)]
    public async Task Figures_survive_whatever_becomes_of_snapshots(string snapshots, bool ended)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var world = World.Generate(seed);
        var events = world.Events.ToArray();
        random.Shuffle(events);
        var half = events.Length / 2;
        await using var service = await ServiceProcess.Start(Partitions, "--snapshot-interval", "1s");
        await service.PostCatalog(world.Catalog);
        await Post(service, events[..half]);
        await SnapshotFile.AwaitManifests(service, Partitions);
        // Some of these are in no snapshot yet when the process dies.
        await Post(service, events[half..]);
        var before = await Figures(service);
        if (ended)
        {
            // In good order everything moves from the journal into the file itself, where other damage is possible.
            await service.Terminate();
        }

        await service.CrashAndRestart(() => Damage(service.Data, snapshots, random));
        await Same(service, before, $"snapshots {snapshots}");
        // What was counted before the crash is known to be a repeat afterwards.
        await Post(service, events);
        await Same(service, before, $"snapshots {snapshots}, everything sent again");
        await service.CrashAndRestart();
        await Same(service, before, $"snapshots {snapshots}, after one more crash");
        Assert.DoesNotContain("fail: ", service.Output, StringComparison.Ordinal);
    }

    private static void Damage(string folder, string how, Random random)
    {
        switch (how)
        {
            case "flipped":
                SnapshotFile.Flip(folder, random);
                break;
            case "truncated":
                SnapshotFile.Truncate(folder, random);
                break;
            case "replaced":
                SnapshotFile.Replace(folder, random);
                break;
            case "deleted":
                SnapshotFile.Delete(folder);
                break;
        }
    }

    private static async Task Post(ServiceProcess service, IEnumerable<JsonObject> events)
    {
        foreach (var batch in events.GroupBy(e => (string?)e["workspace"]).SelectMany(of => of.Chunk(BatchSize)))
        {
            await service.PostEvents(batch, asArray: false);
        }
    }

    private static async Task<Dictionary<string, string>> Figures(ServiceProcess service)
    {
        // The campaigns of a workspace are updated together.
        await AllFigures.Settled(service, "default", World.Campaigns[0]);
        var figures = new Dictionary<string, string>();
        foreach (var campaign in World.Campaigns)
        {
            figures[campaign] = (await AllFigures.Read(service, "default", campaign))!;
        }

        return figures;
    }

    private static async Task Same(ServiceProcess service, Dictionary<string, string> before, string about)
    {
        foreach (var (campaign, figures) in before)
        {
            await AllFigures.Become(service, "default", campaign, figures, $"{campaign}, {about}");
        }
    }
}
