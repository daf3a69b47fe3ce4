using System.Globalization;
using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;

namespace CreatorStream.Golden;

/// <summary>The figures of a campaign's views by path, as the oracle names them.</summary>
public static class ViewFigures
{
    private const int MostPaths = 100;
    private static readonly string[] Periods = ["raw", "totals"];
    private static readonly string[] CustomerSums = ["customers", "returned", "retention", "orders", "revenue"];
    private static readonly (string Table, string Key, string Name)[] EmvTables =
    [
        ("platforms", "platform", "platforms"),
        ("rows", "id", "parts"),
    ];

    /// <summary>Empty where all expected figures are in the views; each is null where there is no such view.</summary>
    public static string Difference(
        IReadOnlyDictionary<string, double?> expected,
        JsonObject? overview,
        JsonObject? creators,
        JsonObject? content,
        JsonObject? audience,
        JsonObject? paths,
        JsonObject? attribution,
        JsonObject? site,
        JsonObject? overlap,
        JsonObject? emv,
        JsonObject? value,
        JsonObject? orders,
        JsonObject? looseOrders,
        JsonObject? codes,
        JsonObject? portfolio
    )
    {
        var actual = new Dictionary<string, double?>();
        if (overview is not null)
        {
            Add(actual, "overview", overview);
            AddEmv(actual, "overview", overview);
            AddComments(actual, "overview", overview);
            AddReasons(actual, overview["suspect"]!.AsArray());
            foreach (JsonNode? of in overview["costs"]!.AsArray())
            {
                actual[$"overview/costs/{of!["purpose"]}"] = (double?)of["cost"];
            }

            AddTotals(actual, "overview/unattributed", overview["unattributed"]!.AsObject());
            AddTotals(actual, "overview/waitingClaims", overview["waitingClaims"]!.AsObject());
        }

        foreach (
            (string? view, string? key, JsonObject? table) in new[]
            {
                ("creators", "creator", creators),
                ("content", "content", content),
            }
        )
        {
            foreach (JsonNode? row in table is null ? [] : table["rows"]!.AsArray())
            {
                string of = $"{view}/{row![key]!.GetValue<string>()}";
                Add(actual, of, row.AsObject());
                AddEmv(actual, of, row);
                AddComments(actual, of, row);
                AddAudience(actual, of, row["audience"]);
            }
        }

        foreach ((string table, string key, string name) in EmvTables)
        {
            foreach (JsonNode? row in emv is null ? [] : emv[table]!.AsArray())
            {
                string of = $"emv/{name}/{row![key]!.GetValue<string>()}/totals";
                actual[$"{of}/emv"] = row["emv"]?.GetValue<double>();
                actual[$"{of}/activity"] = row["count"]!.GetValue<double>();
            }
        }

        if (value is not null)
        {
            AddTotals(actual, "value/all/totals", value["totals"]!.AsObject());
            AddMonths(actual, "value/months", value["months"]!);
            foreach (JsonNode? row in value["rows"]!.AsArray())
            {
                string of = $"value/rows/{row!["id"]!.GetValue<string>()}";
                foreach (string figure in CustomerSums)
                {
                    actual[$"{of}/totals/{figure}"] = row[figure]?.GetValue<double>();
                }

                AddMonths(actual, of, row["months"]!);
            }
        }

        foreach (JsonNode? row in audience is null ? [] : audience["countries"]!.AsArray())
        {
            foreach (string period in Periods)
            {
                AddTotals(actual, $"audience/{row!["name"]!.GetValue<string>()}/{period}", row[period]!.AsObject());
            }
        }

        foreach (JsonNode? row in paths is null ? [] : paths["rows"]!.AsArray())
        {
            foreach (string period in Periods)
            {
                // None in one of them is as good as no such path there.
                if (row![period]!["conversions"]!.GetValue<int>() > 0)
                {
                    actual.Add($"paths/{PathOf(row)}/{period}/orders", row[period]!["conversions"]!.GetValue<int>());
                    actual.Add($"paths/{PathOf(row)}/{period}/earned", row[period]!["revenue"]?.GetValue<double>());
                }
            }
        }

        foreach (string table in (string[])["touches", "hours"])
        {
            foreach (JsonNode? row in paths is null ? [] : paths[table]!.AsArray())
            {
                actual[$"paths/{table} from {row!["from"]}/totals/orders"] = row["conversions"]!.GetValue<int>();
                actual[$"paths/{table} from {row["from"]}/raw/orders"] = row["raw"]!.GetValue<int>();
            }
        }

        foreach (JsonNode? row in paths is null ? [] : paths["creators"]!.AsArray())
        {
            string creator = row!["creator"]!.GetValue<string>();
            Add("totals", "onPath", "assisted");
            Add("raw", "rawOnPath", "rawAssisted");

            void Add(string period, string onPath, string assisted)
            {
                if (row[onPath]!.GetValue<int>() > 0)
                {
                    actual[$"paths/{creator}/{period}/onPath"] = row[onPath]!.GetValue<int>();
                    actual[$"paths/{creator}/{period}/assisted"] = row[assisted]!.GetValue<int>();
                }
            }
        }

        foreach (JsonNode? row in attribution is null ? [] : attribution["rows"]!.AsArray())
        {
            foreach (string period in Periods)
            {
                string of = $"attribution/{row!["creator"]!.GetValue<string>()}/{period}";
                JsonNode models = row[period]!;
                actual[$"{of}/removal effect"] = models["removalEffect"]!.GetValue<double>();
                foreach (string model in (string[])["markov", "shapley", "counterfactual"])
                {
                    actual[$"{of}/{model} conversions"] = models[model]!["conversions"]!.GetValue<double>();
                    actual[$"{of}/{model} revenue"] = models[model]!["revenue"]?.GetValue<double>();
                }
            }
        }

        foreach (
            (string table, string key, string name) in new[]
            {
                ("rows", "creator", "credit"),
                ("content", "content", "credited"),
            }
        )
        {
            foreach (JsonNode? row in attribution is null ? [] : attribution[table]!.AsArray())
            {
                foreach (string period in Periods)
                {
                    AddModels(actual, $"{name}/{row![key]!.GetValue<string>()}/{period}", row[period]!);
                }
            }
        }

        if (attribution?["withoutCreator"] is { } rest)
        {
            foreach (string period in Periods)
            {
                AddModels(actual, $"credit//{period}", rest[period]!);
            }
        }

        if (site is not null)
        {
            Add(actual, "site/overview", site["campaign"]!.AsObject());
            foreach (JsonNode? row in site["rows"]!.AsArray())
            {
                Add(actual, $"site/creators/{row!["creator"]!.GetValue<string>()}", row.AsObject());
            }
        }

        foreach (string group in overlap is null ? [] : (string[])["creator", "platform"])
        {
            AddAudiences(actual, group, overlap!);
        }

        AddCodes(actual, codes);
        AddPortfolio(actual, portfolio);
        expected = OrderFigures.AddTo(actual, expected, "orders", orders);
        expected = OrderFigures.AddTo(actual, expected, "looseOrders", looseOrders);
        if (paths is not null)
        {
            expected = WithPaths(expected, actual, paths);
        }

        // Only what is expected is compared: golden worlds know fewer periods and fewer ratios than the views hold.
        var periods = expected.Keys.Select(Period).ToHashSet();
        var names = expected.Keys.Select(Name).ToHashSet();
        return FigureDiff.Describe(
            expected,
            actual.Where(f => periods.Contains(Period(f.Key)) && names.Contains(Name(f.Key))).ToDictionary()
        );
    }

    private static void AddAudiences(Dictionary<string, double?> figures, string group, JsonObject overlap)
    {
        foreach (string period in Periods)
        {
            string prefix = $"overlap/{group}s";
            if (overlap[$"{group}s"]!["count"]!.GetValue<int>() > 0)
            {
                AddTotals(figures, $"{prefix} any/{period}", overlap[$"{group}s"]![period]!.AsObject());
            }

            foreach (JsonNode? row in overlap[$"{group}Rows"]!.AsArray())
            {
                AddTotals(figures, $"{prefix} {row![group]}/{period}", row[period]!.AsObject());
            }

            foreach (JsonNode? row in overlap[$"{group}Pairs"]!.AsArray())
            {
                AddTotals(figures, $"{prefix} {row!["one"]} and {row["other"]}/{period}", row[period]!.AsObject());
            }
        }
    }

    private static void AddMonths(Dictionary<string, double?> figures, string row, JsonNode months)
    {
        foreach (JsonNode? month in months.AsArray())
        {
            string of = $"{row}/{month!["month"]!.GetValue<string>()}/totals";
            figures[$"{of}/buyers"] = month["buyers"]!.GetValue<double>();
            figures[$"{of}/returned"] = month["returned"]!.GetValue<double>();
        }
    }

    private static void AddEmv(Dictionary<string, double?> figures, string row, JsonNode json)
    {
        figures[$"emv/{row}/totals/emv"] = json["emv"]?.GetValue<double>();
        figures[$"emv/{row}/totals/unrated"] = json["emvUnrated"]!.GetValue<double>();
    }

    private static void AddComments(Dictionary<string, double?> figures, string row, JsonNode json)
    {
        AddTotals(figures, $"comments/{row}/totals", json["comments"]!.AsObject());
        AddTotals(figures, $"comments/{row}/raw", json["commentsRaw"]!.AsObject());
    }

    /// <summary>Of creators that somebody engaged with: of others nothing is known.</summary>
    private static void AddAudience(Dictionary<string, double?> figures, string row, JsonNode? audience)
    {
        if (audience is null || audience["engagers"]!.GetValue<int>() == 0)
        {
            return;
        }

        foreach (string figure in (string[])["engagers", "authentic", "score", "low", "high", "certainty"])
        {
            figures[$"audience/{row}/totals/{figure}"] = audience[figure]?.GetValue<double>();
        }
    }

    private static void AddCodes(Dictionary<string, double?> figures, JsonObject? codes)
    {
        foreach (JsonNode? row in codes is null ? [] : codes["rows"]!.AsArray())
        {
            string code = $"codes/{row!["code"]!.GetValue<string>()}";
            foreach (string period in Periods)
            {
                AddTotals(figures, $"{code}/{period}", row[period]!.AsObject());
            }

            figures[$"{code}/totals/firstDay"] = DayOf(row["firstDay"]);
            figures[$"{code}/totals/lastDay"] = DayOf(row["lastDay"]);
            figures[$"{code}/totals/recentPerDay"] = row["recentPerDay"]?.GetValue<double>();
            figures[$"{code}/totals/usualPerDay"] = row["usualPerDay"]?.GetValue<double>();
        }
    }

    private static void AddPortfolio(Dictionary<string, double?> figures, JsonObject? portfolio)
    {
        foreach (JsonNode? row in portfolio is null ? [] : portfolio["rows"]!.AsArray())
        {
            string creator = $"portfolio/{row!["creator"]!.GetValue<string>()}";
            Add(creator, row);
            figures[$"{creator}/totals/campaignCount"] = row["campaignCount"]!.GetValue<int>();
            foreach (JsonNode? campaign in row["campaigns"]!.AsArray())
            {
                Add($"{creator} in {campaign!["campaign"]}", campaign);
            }
        }

        void Add(string of, JsonNode worth)
        {
            figures[$"{of}/totals/cost"] = worth["cost"]?.GetValue<double>();
            figures[$"{of}/totals/firstDay"] = DayOf(worth["firstDay"]);
            figures[$"{of}/totals/lastDay"] = DayOf(worth["lastDay"]);
            AddTotals(figures, $"{of}/totals", worth["lastTouch"]!.AsObject());
            foreach ((string? name, JsonNode? value) in worth["primary"]!.AsObject())
            {
                figures[$"{of}/totals/primary {name}"] = value?.GetValue<double>();
            }
        }
    }

    private static double? DayOf(JsonNode? day) =>
        day is null ? null : DateOnly.Parse(day.GetValue<string>(), CultureInfo.InvariantCulture).DayNumber;

    private static void AddModels(Dictionary<string, double?> figures, string row, JsonNode models)
    {
        foreach (string model in OrderModels.Names)
        {
            figures[$"{row}/{model} conversions"] = models[model]!["conversions"]!.GetValue<double>();
            figures[$"{row}/{model} revenue"] = models[model]!["revenue"]?.GetValue<double>();
            foreach ((string kind, JsonNode? of) in models[model]!["kinds"]?.AsObject() ?? [])
            {
                figures[$"{row}/{model} {kind}"] = of!.GetValue<double>();
            }
        }
    }

    private static void Add(Dictionary<string, double?> figures, string row, JsonObject json)
    {
        foreach (string period in Periods)
        {
            AddTotals(figures, $"{row}/{period}", json[period]!.AsObject());
        }

        foreach ((string? window, JsonNode? parts) in json["windows"]!.AsObject())
        {
            foreach ((string? period, JsonNode? totals) in parts!.AsObject())
            {
                AddTotals(figures, $"{row}/windows/{window}/{period}", totals!.AsObject());
            }
        }
    }

    /// <summary>How many different paths there are; and of more than are shown only those that are.</summary>
    private static Dictionary<string, double?> WithPaths(
        IReadOnlyDictionary<string, double?> expected,
        Dictionary<string, double?> actual,
        JsonObject paths
    )
    {
        var ids = expected.Keys.Where(IsPath).Select(key => key[..key.LastIndexOf('/')]).ToList();
        int different = ids.Select(key => key[..key.LastIndexOf('/')]).Distinct().Count();
        bool areAll = different <= MostPaths;
        var shown = expected.Where(of => areAll || !IsPath(of.Key) || actual.ContainsKey(of.Key)).ToDictionary();
        shown["paths/all/raw/different"] = different;
        actual["paths/all/raw/different"] = paths["different"]!.GetValue<int>();
        shown["paths/all/raw/shown"] = Math.Min(different, MostPaths);
        actual["paths/all/raw/shown"] = paths["rows"]!.AsArray().Count;
        return shown;

        static bool IsPath(string key) => key.Contains(" credited ", StringComparison.Ordinal);
    }

    private static string PathOf(JsonNode row)
    {
        string[] steps = [.. row["steps"]!.AsArray().Select(NameOf)];
        string cut = row["isCut"]!.GetValue<bool>() ? " cut" : "";
        return $"{string.Join(" > ", steps)} credited {row["credited"]} {NameOf(row["creditedStep"])}{cut}";

        static string NameOf(JsonNode? step) => $"{step!["campaign"]}/{step["creator"]}/{step["channel"]}";
    }

    private static void AddReasons(Dictionary<string, double?> figures, JsonArray reasons)
    {
        foreach (string verdict in (string[])["inauthentic", "suspect"])
        {
            JsonNode? of = reasons.FirstOrDefault(reason =>
                (string)reason!["code"]! == "repeated-text" && (string)reason["verdict"]! == verdict
            );
            figures[$"overview/repeated-text {verdict}/actors"] = of?["actors"]!.GetValue<double>() ?? 0;
        }
    }

    private static void AddTotals(Dictionary<string, double?> figures, string prefix, JsonObject totals)
    {
        foreach ((string? name, JsonNode? value) in totals)
        {
            figures[$"{prefix}/{name}"] = value?.GetValue<double>();
        }
    }

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>creators/ann/windows/1h/raw/clicks → windows/1h/raw; names may hold slashes, so from the end.</summary>
    private static string Period(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 4 && parts[^4] == "windows" ? string.Join('/', parts[^4..^1]) : parts[^2];
    }
}
