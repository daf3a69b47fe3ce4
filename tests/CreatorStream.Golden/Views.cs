using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>The figures of a campaign's views by path, as the oracle names them, and waiting for them to be right.</summary>
public static class Views
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Periods = ["raw", "totals"];

    /// <summary>Polls until every expected figure is there; at the deadline fails with what differs.</summary>
    public static async Task Await(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected,
        string about
    )
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Pause);
        while (true)
        {
            var difference = await Difference(service, workspace, campaign, expected);
            if (difference.Length == 0)
            {
                return;
            }

            Assert.True(
                clock.Elapsed < Deadline,
                $"{about}, workspace {workspace}, campaign {campaign}:\n{difference}"
            );
            await pause.WaitForNextTickAsync();
        }
    }

    private static async Task<string> Difference(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected
    )
    {
        var actual = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        if (await service.View(workspace, campaign, "overview") is { } overview)
        {
            Add(actual, "overview", Figures(overview));
        }

        foreach (var (view, key) in new[] { ("creators", "creator"), ("content", "content") })
        {
            var table = await service.View(workspace, campaign, view);
            foreach (var row in table is null ? [] : Figures(table)["rows"]!.AsArray())
            {
                Add(actual, $"{view}/{row![key]!.GetValue<string>()}", row.AsObject());
            }
        }

        // Only what is expected is compared: golden worlds know fewer periods and fewer ratios than the views hold.
        var periods = expected.Keys.Select(Period).ToHashSet();
        var names = expected.Keys.Select(Name).ToHashSet();
        return FigureDiff.Describe(
            expected,
            actual.Where(f => periods.Contains(Period(f.Key)) && names.Contains(Name(f.Key))).ToDictionary()
        );
    }

    private static JsonObject Figures(JsonObject view) => view["figures"]!.AsObject();

    private static void Add(SortedDictionary<string, double?> figures, string row, JsonObject json)
    {
        foreach (var period in Periods)
        {
            AddTotals(figures, $"{row}/{period}", json[period]!.AsObject());
        }

        foreach (var (window, parts) in json["windows"]!.AsObject())
        {
            foreach (var (period, totals) in parts!.AsObject())
            {
                AddTotals(figures, $"{row}/windows/{window}/{period}", totals!.AsObject());
            }
        }
    }

    private static void AddTotals(SortedDictionary<string, double?> figures, string prefix, JsonObject totals)
    {
        foreach (var (name, value) in totals)
        {
            figures[$"{prefix}/{name}"] = value?.GetValue<double>();
        }
    }

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>creators/ann/windows/1h/raw/clicks → windows/1h/raw; names may hold slashes, so from the end.</summary>
    private static string Period(string path)
    {
        var parts = path.Split('/');
        return parts.Length > 4 && parts[^4] == "windows" ? string.Join('/', parts[^4..^1]) : parts[^2];
    }
}
