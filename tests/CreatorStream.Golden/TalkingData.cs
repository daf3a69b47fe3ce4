using System.IO.Compression;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>Real clicks, where the machine has them, and what another program counts in them.</summary>
public static class TalkingData
{
    public const string Campaign = "talkingdata";
    public const string Map = "talkingdata";

    // Nothing of the product is used: not its parser, its mapping, nor its language.
    private const string Counting = """
        const rows = require("zlib").gunzipSync(require("fs").readFileSync(process.argv[1])).toString().trim().split(/\r?\n/);
        const names = rows.shift().split(",");
        const visitors = new Set(), content = {};
        let clicks = 0, conversions = 0;
        for (const row of rows) {
          const at = Object.fromEntries(row.split(",").map((value, i) => [names[i], value]));
          const own = (content[at.app + "|" + at.channel] ??= { clicks: 0, conversions: 0, reach: new Set() });
          const visitor = at.ip + "|" + at.device + "|" + at.os;
          clicks++; own.clicks++;
          if (at.attributed_time) { conversions++; own.conversions++; }
          visitors.add(visitor); own.reach.add(visitor);
        }
        const posts = Object.fromEntries(Object.entries(content).map(([id, own]) =>
          [id, { clicks: own.clicks, reach: own.reach.size }]));
        console.log(JSON.stringify({ total: { clicks, reach: visitors.size, conversions }, posts }));
        """;

    public static string File { get; } =
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "clicks", "talkingdata_clicks.csv.gz"));

    public static void SkipUnlessThere() =>
        Skip.IfNot(System.IO.File.Exists(File), "The TalkingData clicks are not beside the repository.");

    public static async Task<JsonObject> CountedByNode()
    {
        Ended ended = await HostProgram.ToEnd(ChildProcess.Start("node", "node", "-e", Counting, File));
        Assert.True(ended.Code == 0, ended.Errors);
        return JsonNode.Parse(ended.Output)!.AsObject();
    }

    /// <summary>The shipped mapping, but into a workspace of its own, so that cases share a service.</summary>
    public static string MapInto(string workspace, string folder)
    {
        string shipped = Path.Combine(Repository.Root, "src", "CreatorStream.Import", "maps", Map + ".yaml");
        string path = Path.Combine(folder, workspace + ".yaml");
        const string Constant = "campaign: " + Campaign;
        string text = System.IO.File.ReadAllText(shipped);
        System.IO.File.WriteAllText(path, text.Replace(Constant, $"{Constant}\n    workspace: {workspace}"));
        return path;
    }

    /// <summary>The rows in another order, uncompressed.</summary>
    public static string Shuffled(Random random, string folder)
    {
        using var unzipped = new GZipStream(System.IO.File.OpenRead(File), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        random.Shuffle(lines.AsSpan(1));
        string path = Path.Combine(folder, "shuffled.csv");
        System.IO.File.WriteAllLines(path, lines);
        return path;
    }

    public static Task<Ended> Import(
        string file,
        string map,
        string to,
        string folder,
        CancellationToken kill = default
    ) =>
        HostProgram.Run(["import", file, "--map", map, "--to", to, "--report", Path.Combine(folder, "rejected")], kill);
}
