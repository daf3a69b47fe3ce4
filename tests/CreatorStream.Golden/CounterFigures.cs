using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;

namespace CreatorStream.Golden;

/// <summary>Platforms' counters and cases about them, as views have them and as the oracle names them.</summary>
public static class CounterFigures
{
    private static readonly string[] OfCounter = ["value", "authentic", "authenticLow", "authenticHigh"];
    private static readonly string[] OfCase = ["change", "bought", "boughtLow", "boughtHigh", "raw", "authentic"];

    /// <summary>Empty where the views have what is expected; content that no view has a row of is passed over.</summary>
    /// <param name="expected">Of the campaign (<see cref="CounterCases"/>).</param>
    public static string Difference(
        IReadOnlyDictionary<string, double?> expected,
        JsonObject cases,
        JsonObject overview,
        JsonObject content
    )
    {
        var actual = new Dictionary<string, double?>();
        foreach (JsonNode? row in cases["rows"]!.AsArray().Where(row => row!["counter"] is JsonObject))
        {
            JsonNode counter = row!["counter"]!;
            long from = DateTimeOffset.Parse(row["from"]!.GetValue<string>(), null).ToUnixTimeSeconds();
            string at =
                $"cases/{row["code"]} {row["creator"]} {counter["platform"]} {counter["account"]} {counter["name"]} from {from}";
            foreach (string figure in OfCase)
            {
                actual[$"{at}/{figure}"] = counter[figure]!.GetValue<double>();
            }

            actual[$"{at}/leftOut"] = counter["leftOut"]!.GetValue<bool>() ? 1 : 0;
            actual[$"{at}/expected"] = row["expected"]!.GetValue<double>();
            actual[$"{at}/confidence"] = row["confidence"]!.GetValue<double>();
        }

        foreach (JsonNode? of in overview["counters"]!.AsArray())
        {
            Add($"{of!["account"]} {of["platform"]}", of["counters"]!);
        }

        foreach (JsonNode? row in content["rows"]!.AsArray().Where(row => row!["counters"] is JsonObject))
        {
            Add($"{row!["content"]} instagram", row["counters"]!);
        }

        return FigureDiff.Describe(
            expected
                .Where(of =>
                    !of.Key.StartsWith("counters/reel", StringComparison.Ordinal) || actual.ContainsKey(of.Key)
                )
                .ToDictionary(),
            actual
        );

        void Add(string of, JsonNode counters)
        {
            foreach ((string name, JsonNode? counter) in counters.AsObject())
            {
                foreach (string figure in OfCounter)
                {
                    actual[$"counters/{of} {name}/{figure}"] = counter![figure]!.GetValue<double>();
                }
            }
        }
    }
}
