using System.Text.Json.Nodes;

namespace CreatorStream.Simulation;

/// <summary>Holds the view of platforms and formats against the rows of content, which the oracle has judged.</summary>
internal static class GroupedContent
{
    private static readonly string[] Figures =
    [
        "impressions",
        "clicks",
        "visits",
        "engagements",
        "conversions",
        "revenue",
    ];

    /// <returns>What is different, or nothing.</returns>
    public static string Difference(JsonObject content, JsonObject platforms)
    {
        // Where there are more than can be shown, rows are not all there is.
        string[] differences =
            content["others"] == null
                ?
                [
                    .. Differences(content, platforms, "platforms", "platform"),
                    .. Differences(content, platforms, "formats", "format"),
                ]
                : [];
        return string.Join('\n', differences);
    }

    private static IEnumerable<string> Differences(
        JsonObject content,
        JsonObject platforms,
        string table,
        string member
    )
    {
        ILookup<string, JsonNode> items = content["rows"]!
            .AsArray()
            .ToLookup(item => (string?)item![member] ?? "", item => item!);
        var groups = platforms[table]!.AsArray().ToDictionary(shown => (string)shown!["name"]!, shown => shown!);
        return from name in items.Select(of => of.Key).Union(groups.Keys)
            from mode in (string[])["totals", "raw"]
            from figure in Figures
            let sum = Sum(items[name].Select(item => (decimal?)item[mode]![figure]))
            let shown = groups.TryGetValue(name, out JsonNode? row) ? (decimal?)row[mode]![figure] : 0
            where sum != shown
            select $"{member} «{name}» has {shown} {mode} {figure}, its content {sum}";
    }

    /// <summary>null where one is not known.</summary>
    private static decimal? Sum(IEnumerable<decimal?> figures) =>
        figures.Aggregate((decimal?)0, (sum, figure) => sum + figure);
}
