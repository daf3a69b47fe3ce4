using System.Globalization;
using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;

namespace CreatorStream.Golden;

/// <summary>The figures of listed orders by path, as the oracle names them: texts stand in the names.</summary>
internal static class OrderFigures
{
    private const int MostListed = 50;

    /// <returns>What is expected: of more orders than are shown, the newest.</returns>
    public static IReadOnlyDictionary<string, double?> AddTo(
        Dictionary<string, double?> actual,
        IReadOnlyDictionary<string, double?> expected,
        string view,
        JsonObject? figures
    )
    {
        if (figures is null)
        {
            return expected;
        }

        foreach (JsonNode? row in figures["rows"]!.AsArray())
        {
            AddOrder(actual, view, row!.AsObject());
        }

        var times = expected
            .Where(of => IsOrder(of.Key, view))
            .Select(of => (long)of.Value!.Value)
            .OrderDescending()
            .ToList();
        if (times.Count <= MostListed)
        {
            return expected;
        }

        // Of those that tie with the last one, whichever are shown.
        long last = times[MostListed - 1];
        var dropped = expected
            .Where(of => IsOrder(of.Key, view))
            .Where(of => of.Value < last || (of.Value == last && !actual.ContainsKey(of.Key)))
            .Select(of => of.Key[..(of.Key.IndexOf(' ', StringComparison.Ordinal) + 1)])
            .ToHashSet();
        return expected
            .Where(of =>
                !of.Key.StartsWith($"{view}/", StringComparison.Ordinal)
                || !dropped.Contains(of.Key[..(of.Key.IndexOf(' ', StringComparison.Ordinal) + 1)])
            )
            .ToDictionary();
    }

    private static bool IsOrder(string path, string view) =>
        path.StartsWith($"{view}/", StringComparison.Ordinal)
        && path.EndsWith("/raw/listedAt", StringComparison.Ordinal)
        && !path.Contains(" told by ", StringComparison.Ordinal)
        && !path.Contains(" touch ", StringComparison.Ordinal);

    private static void AddOrder(Dictionary<string, double?> actual, string view, JsonObject row)
    {
        JsonArray events = row["events"]!.AsArray();
        string name = Text(row, "order");
        if (name.Length == 0)
        {
            JsonNode canonical = events.First(e => Text(e!, "role") == "canonical")!;
            string claimed = row["isClaimed"]!.GetValue<bool>() ? "~" : "";
            name = $"{Text(canonical, "id")}@{Time(canonical)}{claimed}";
        }

        string credited = Who(row["credited"]);
        string[] parts =
        [
            name,
            Text(row, "state"),
            Text(row, "type"),
            Text(row, "canonical"),
            Text(row, "decision"),
            row["code"] is { } code ? $"code {code}" : "",
            row["credited"] is null ? "" : $"for {credited}",
            row["beaten"] is { } beaten ? $"before {Who(beaten)}" : "",
            row["isClaimed"]!.GetValue<bool>() ? "claimed" : "",
            row["amountsDiffer"]!.GetValue<bool>() ? "amounts differ" : "",
        ];
        string of = $"{view}/{string.Join(' ', parts.Where(part => part.Length > 0))}";
        actual[$"{of}/raw/listedAt"] = Time(row);
        actual[$"{of}/raw/worth"] = row["revenue"]?.GetValue<double>();
        actual[$"{of}/raw/toldBy"] = row["eventCount"]!.GetValue<int>();
        if (row["isAuthentic"]!.GetValue<bool>())
        {
            actual[$"{of}/totals/worth"] = row["authenticRevenue"]?.GetValue<double>();
        }

        foreach (JsonNode? e in events)
        {
            string value = e!["value"]!.GetValue<double>().ToString(CultureInfo.InvariantCulture);
            actual[
                $"{view}/{name} told by {e["id"]} {e["role"]} {e["source"]} {e["type"]} {value} {e["currency"]} {e["code"]} {e["content"]} visitor {e["visitor"]} {e["isProven"]!.GetValue<bool>()} {e["isAuthentic"]!.GetValue<bool>()}/raw/listedAt"
            ] = Time(e);
        }

        JsonArray path = row["path"]!.AsArray();
        for (int at = 0; at < path.Count; at++)
        {
            JsonNode touch = path[at]!;
            string lead = touch["isLead"]!.GetValue<bool>() ? " lead" : "";
            string met =
                $"{view}/{name} touch {at} {touch["type"]} {touch["campaign"]} {touch["creator"]} {touch["content"]} {touch["channel"]}{lead}";
            actual[$"{met}/raw/listedAt"] = Time(touch);
            for (int model = 0; model < OrderModels.Names.Length; model++)
            {
                string figure = OrderModels.Names[model];
                actual[$"{met}/raw/{figure} part"] = touch["conversions"]![model]!.GetValue<double>();
                actual[$"{met}/raw/{figure} worth"] = touch["revenue"]![model]?.GetValue<double>();
            }
        }
    }

    private static string Who(JsonNode? of) =>
        of is null || (Text(of, "channel").Length == 0 && Text(of, "campaign").Length == 0) ? "nobody"
        : Text(of, "channel").Length > 0 ? $"by {of["channel"]}"
        : $"of {of["campaign"]} {of["creator"]} {of["content"]}";

    private static string Text(JsonNode of, string field) => of[field]!.GetValue<string>();

    private static double Time(JsonNode of) =>
        DateTimeOffset.Parse(Text(of, "time"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
