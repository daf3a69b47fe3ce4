using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;

namespace CreatorStream.Golden;

/// <summary>The oracle itself is held to the golden figures before anything is held to it.</summary>
public sealed class OracleTests
{
    [SkippableTheory]
    [InlineData("small")]
    [InlineData("large")]
    public void The_oracle_gives_every_golden_figure(string name)
    {
        var world = GoldenWorld.Load(name);

        Dictionary<string, Dictionary<string, double?>> actual = BatchOracle.Figures(
            world.Catalog,
            world.Events,
            "default"
        );

        foreach ((string? campaign, Dictionary<string, double?>? expected) in world.Expected)
        {
            Assert.NotEmpty(expected);
            var golden = actual[campaign].Where(f => expected.ContainsKey(f.Key)).ToDictionary();
            Assert.Equal("", FigureDiff.Describe(expected, golden));
            IEnumerable<string> extra = RowsOf(actual[campaign].Keys).Except(RowsOf(expected.Keys));
            Assert.Empty(extra);
        }
    }

    private static IEnumerable<string> RowsOf(IEnumerable<string> paths) =>
        paths
            .Where(p => p.Contains("/raw/", StringComparison.Ordinal))
            // Golden worlds know neither countries, comments nor paths, nor what is fitted to these, nor the site and audiences by themselves.
            .Where(p => !p.StartsWith("audience/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("comments/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("paths/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("attribution/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("site/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("overlap/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("credit/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("credited/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("orders/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("looseOrders/", StringComparison.Ordinal))
            .Where(p => !p.StartsWith("codes/", StringComparison.Ordinal))
            .Select(p => p[..p.IndexOf("/raw/", StringComparison.Ordinal)])
            .Where(r => !r.Contains("/windows", StringComparison.Ordinal))
            .Distinct();
}

/// <summary>A catalog, events and the raw figures that follow from them by campaign and path.</summary>
public sealed record GoldenWorld(
    List<JsonObject> Catalog,
    List<JsonObject> Events,
    Dictionary<string, Dictionary<string, double?>> Expected
)
{
    public static GoldenWorld Load(string name)
    {
        string folder = Repository.Golden(name);
        Skip.IfNot(Directory.Exists(folder), $"The golden world '{name}' is not beside the repository.");
        JsonObject expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsObject();
        return new GoldenWorld(
            Repository.Lines(Path.Combine(folder, "catalog.ndjson")),
            Repository.Lines(Path.Combine(folder, "events.ndjson")),
            expected.ToDictionary(c => c.Key, c => Flatten(c.Value!.AsObject()))
        );
    }

    private static Dictionary<string, double?> Flatten(JsonObject campaign)
    {
        var rows = new List<(string Row, JsonNode? Figures)> { ("overview", campaign["overview"]) };
        rows.AddRange(campaign["creators"]!.AsObject().Select(r => ($"creators/{r.Key}", r.Value)));
        rows.AddRange(campaign["content"]!.AsObject().Select(r => ($"content/{r.Key}", r.Value)));
        return rows.SelectMany(r =>
                r.Figures!.AsObject().Select(f => (Path: $"{r.Row}/raw/{f.Key}", Value: f.Value?.GetValue<double>()))
            )
            .ToDictionary(f => f.Path, f => f.Value);
    }
}
