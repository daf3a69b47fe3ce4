using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>Persons are erased by the command, from a running service: nothing on disk names them, and no count changes.</summary>
public sealed class ErasureTests(ITestOutputHelper output)
{
    private const int Partitions = 3;
    private const int BatchSize = 100;
    private static readonly string[] Workspaces = ["default", "other"];

    [SkippableFact]
    public async Task Nothing_names_who_was_erased_and_counts_stay()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var world = World.Generate(seed);
        JsonObject[] events = [.. world.Events.Select(Renamed)];
        await using ServiceProcess service = await ServiceProcess.Start(Partitions, "--snapshot-interval", "1s");
        await service.PostCatalog(world.Catalog);
        await Post(service, events);
        Dictionary<string, string> before = await Counts(service);
        await SnapshotFile.AwaitManifests(service, Partitions);
        // Every other, and a crawler, whom snapshots and views name.
        string[] erased =
        [
            .. events.Select(Visitor).Distinct().Where((of, at) => at % 2 == 0 || of == Name("crawler")),
        ];
        Assert.NotNull(Named(service.Data, erased));

        foreach (string workspace in Workspaces)
        {
            await Erase(service, workspace, erased);
        }

        // Snapshots are the tasks' business: that comes at once, but not before the answer.
        await Eventually.Holds("erased", () => Task.FromResult(Named(service.Data, erased)));
        await Same(service, before, erased, "erased");
        await service.CrashAndRestart(() => SnapshotFile.Delete(service.Data));
        await Same(service, before, erased, "rebuilt from what is left of the log");
        await Post(service, events);
        await Same(service, before, erased, "everything sent again");
        Assert.Null(Named(service.Data, erased));
    }

    /// <summary>A name that is part of no other, and too long to come about by chance.</summary>
    private static string Name(string visitor) => $"[person {visitor}]";

    private static string Visitor(JsonObject fact) => (string)fact["visitor"]!;

    private static JsonObject Renamed(JsonObject fact)
    {
        JsonObject renamed = fact.DeepClone().AsObject();
        renamed["visitor"] = Name(Visitor(fact));
        renamed["text"] = $"it is me, {Name(Visitor(fact))}";
        renamed["url"] = $"https://shop.example/?me={Name(Visitor(fact))}";
        return renamed;
    }

    private static async Task Erase(ServiceProcess service, string workspace, string[] visitors)
    {
        string folder = ServiceProcess.Scratch();
        string file = Path.Combine(folder, "visitors");
        await File.WriteAllLinesAsync(file, visitors);
        Ended ended = await HostProgram.Run([
            "erase",
            "--file",
            file,
            "--workspace",
            workspace,
            "--to",
            service.Address.ToString(),
        ]);
        Directory.Delete(folder, recursive: true);
        Assert.True(ended.Code == 0, ended.Errors);
        Assert.Contains($"{visitors.Length} persons are to be erased.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Done", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>A file that names one of them, or null.</summary>
    private static string? Named(string folder, string[] visitors)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.db*"))
        {
            byte[] bytes = ReadShared(file);
            if (visitors.FirstOrDefault(of => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(of)) >= 0) is { } named)
            {
                return $"{Path.GetFileName(file)} names {named}";
            }
        }

        return null;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
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

    /// <summary>All figures but the names of actors that views give as examples.</summary>
    private static async Task<Dictionary<string, string>> Counts(ServiceProcess service)
    {
        // The campaigns of a workspace are updated together.
        await AllFigures.Settled(service, "default", World.Campaigns[0]);
        var counts = new Dictionary<string, string>();
        foreach (string campaign in World.Campaigns)
        {
            counts[campaign] = WithoutExamples((await AllFigures.Read(service, "default", campaign))!);
        }

        return counts;
    }

    private static string WithoutExamples(string figures)
    {
        JsonNode json = JsonNode.Parse(figures)!;
        foreach (JsonNode? reason in json["overview"]!["suspect"]!.AsArray())
        {
            reason!.AsObject().Remove("examples");
        }

        return json.ToJsonString();
    }

    private static async Task Same(
        ServiceProcess service,
        Dictionary<string, string> before,
        string[] erased,
        string about
    )
    {
        foreach ((string? campaign, string? counts) in before)
        {
            await AllFigures.Become(
                service,
                "default",
                campaign,
                figures =>
                    counts != WithoutExamples(figures) ? "figures changed"
                    : erased.FirstOrDefault(of => figures.Contains(of, StringComparison.Ordinal)) is { } named
                        ? $"{named} is still shown"
                    : null,
                $"{campaign}, {about}"
            );
        }
    }
}
