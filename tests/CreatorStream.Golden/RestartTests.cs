using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>Snapshots only save time: whatever becomes of them, the figures after a crash are those before it.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Partitions = 3;
    private const int BatchSize = 100;

    /// <summary>What becomes of them, and whether the process was ended before, not killed: in good order everything moves
    /// from the journal into the file itself, where other damage is possible.</summary>
    private static readonly (string Snapshots, bool Ended)[] Fates =
    [
        ("kept", false),
        ("flipped", false),
        ("flipped", true),
        ("truncated", false),
        ("truncated", true),
        ("replaced", false),
        ("deleted", false),
    ];

    /// <summary>One after the other, in any order: each has what is left by those before it.</summary>
    [SkippableFact]
    public async Task Figures_survive_whatever_becomes_of_snapshots()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var world = World.Generate(seed);
        JsonObject[] events = world.Events.ToArray();
        random.Shuffle(events);
        (string Snapshots, bool Ended)[] fates = Fates.ToArray();
        random.Shuffle(fates);
        await using ServiceProcess service = await ServiceProcess.Start(Partitions, "--snapshot-interval", "1s");
        await service.PostCatalog(world.Catalog);
        int sent = events.Length / 2;
        await Post(service, events[..sent]);
        var before = new Dictionary<string, string>();
        for (int n = 0; n < fates.Length; n++)
        {
            (string? snapshots, bool ended) = fates[n];
            string about = $"seed {seed}: snapshots {snapshots}{(ended ? ", ended" : "")}";
            await SnapshotFile.AwaitManifests(service, Partitions);
            int next = sent + ((events.Length - sent) / (fates.Length - n));
            await Post(service, events[sent..next]);
            sent = next;
            before = await Figures(service);
            if (ended)
            {
                await service.Terminate();
            }

            await service.CrashAndRestart(() => Damage(service.Data, snapshots, random));
            await Same(service, before, about);
            // What was counted before the crash is known to be a repeat afterwards.
            await Post(service, events[..sent]);
            await Same(service, before, $"{about}, everything sent again");
        }

        await service.CrashAndRestart();
        await Same(service, before, $"seed {seed}: after one more crash");
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
        foreach (
            JsonObject[]? batch in events.GroupBy(e => (string?)e["workspace"]).SelectMany(of => of.Chunk(BatchSize))
        )
        {
            await service.PostEvents(batch, asArray: false);
        }
    }

    private static async Task<Dictionary<string, string>> Figures(ServiceProcess service)
    {
        // The campaigns of a workspace are updated together.
        await AllFigures.Settled(service, "default", World.Campaigns[0]);
        var figures = new Dictionary<string, string>();
        foreach (string campaign in World.Campaigns)
        {
            figures[campaign] = (await AllFigures.Read(service, "default", campaign))!;
        }

        return figures;
    }

    private static async Task Same(ServiceProcess service, Dictionary<string, string> before, string about)
    {
        foreach ((string? campaign, string? figures) in before)
        {
            await AllFigures.Become(service, "default", campaign, figures, $"{campaign}, {about}");
        }
    }
}
