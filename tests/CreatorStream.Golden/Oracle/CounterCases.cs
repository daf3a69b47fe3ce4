using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>
/// What platforms' counters say of creators, recomputed from all readings: cases by what they are about, and counters without
/// what is held to be bought.
/// </summary>
public static class CounterCases
{
    private const long Day = 86_400;
    private const double Half = 1.959964 * 1.4826;

    private sealed record Reading(
        string Content,
        string Account,
        string Platform,
        string Campaign,
        string Creator,
        long Seconds,
        Dictionary<string, long> Values
    );

    /// <param name="Since">Of a counter that was read before, nothing is taken off.</param>
    private sealed record Part(double Count, double Low, double High, long Since = 0);

    private readonly record struct Point(long Seconds, long Value);

    private sealed record Post(string Content, double? Views, double? Likes, double? Comments, bool IsSettled);

    private sealed record Found(
        string Name,
        Dictionary<string, double?> Figures,
        Func<(double Raw, double Authentic)> Now
    );

    /// <summary>By campaign of one workspace: <c>cases/ratio ann instagram  likes from …/bought</c>, <c>counters/@ann instagram followers/authentic</c>.</summary>
    public static Dictionary<string, Dictionary<string, double?>> Figures(
        IEnumerable<JsonObject> catalogEntries,
        IEnumerable<JsonObject> readings,
        string workspace
    )
    {
        var catalog = new CatalogBook(catalogEntries, workspace);
        var of = readings.Where(r => CatalogBook.WorkspaceOf(r) == workspace).Select(r => Read(r, catalog)).ToList();
        var result = new Dictionary<string, Dictionary<string, double?>>();
        foreach (
            IGrouping<(string Creator, string Platform), Reading> group in of.GroupBy(r => (r.Creator, r.Platform))
        )
        {
            var left = new List<(string Of, string Name, Part Part)>();
            var cases = new List<Found>();
            if (group.Key.Creator.Length > 0)
            {
                foreach (
                    IGrouping<string, Reading> account in group.Where(r => r.Account.Length > 0).GroupBy(r => r.Account)
                )
                {
                    FindJumps(catalog, [.. group], [.. account], left, cases);
                }

                FindRatios(catalog, [.. group], left, cases);
            }

            foreach (string campaign in group.Select(r => r.Campaign).Where(c => c.Length > 0).Distinct())
            {
                Dictionary<string, double?> figures = result.GetValueOrDefault(campaign) ?? [];
                result[campaign] = figures;
                foreach ((string name, Dictionary<string, double?> found, Func<(double, double)> now) in cases)
                {
                    (double raw, double authentic) = now();
                    foreach ((string key, double? value) in found)
                    {
                        figures[$"cases/{name}/{key}"] = value;
                    }

                    figures[$"cases/{name}/raw"] = raw;
                    figures[$"cases/{name}/authentic"] = authentic;
                }

                foreach (
                    IGrouping<string, Reading> item in group
                        .Where(r => r.Campaign == campaign)
                        .GroupBy(r => r.Content + r.Account)
                )
                {
                    foreach (string name in item.SelectMany(r => r.Values.Keys).Distinct())
                    {
                        // Only of what this campaign was told.
                        Point read = Newest(item, name)!.Value;
                        double value = read.Value;
                        Part part = Left(left, item.Key, name, read.Seconds);
                        string at = $"counters/{item.Key} {group.Key.Platform} {name}";
                        figures[$"{at}/value"] = value;
                        figures[$"{at}/authentic"] = value - Math.Min(value, part.Count);
                        figures[$"{at}/authenticLow"] = value - Math.Min(value, part.High);
                        figures[$"{at}/authenticHigh"] = value - Math.Min(value, part.Low);
                    }
                }
            }
        }

        return result;
    }

    private static void FindJumps(
        CatalogBook catalog,
        List<Reading> all,
        List<Reading> account,
        List<(string, string, Part)> left,
        List<Found> cases
    )
    {
        List<Point> series = Daily(account, "followers");
        var steps = series.Zip(series.Skip(1)).Where(s => s.Second.Seconds - s.First.Seconds <= 7 * Day).ToList();
        if (steps.Count < 7)
        {
            return;
        }

        double Rate((Point First, Point Second) s) =>
            (s.Second.Value - s.First.Value) / ((s.Second.Seconds - s.First.Seconds) / (double)Day);
        double usual = Median(steps.Select(Rate));
        double spread = Median(steps.Select(s => Math.Abs(Rate(s) - usual)));
        List<Point> ofAccount = Daily(account, "views");
        bool isWhole = ofAccount.Count > 1;
        List<Point> gains = isWhole
            ? Gains(ofAccount, ofAccount[0].Value)
            :
            [
                .. all.Where(r => r.Content.Length > 0)
                    .GroupBy(r => r.Content)
                    .SelectMany(c => Gains(Daily([.. c], "views"), 0)),
            ];
        double Around(long from, long to) =>
            gains.Where(g => g.Seconds > from - Day && g.Seconds <= to + Day).Sum(g => g.Value)
            / (((to - from) / (double)Day) + 2);
        double usualViews = Median(steps.Select(s => Around(s.First.Seconds, s.Second.Seconds)));
        var published = catalog
            .OfKind("content")
            .Where(c =>
                CatalogBook.Text(c, "creator") == account[0].Creator
                && (CatalogBook.Text(c, "platform") ?? account[0].Platform) == account[0].Platform
                && CatalogBook.Text(c, "published") != null
            )
            .Select(c => Seconds(CatalogBook.Text(c, "published")!))
            .ToList();
        foreach ((Point First, Point Second) step in steps)
        {
            ((long from, _), (long to, long after)) = step;
            // Beyond the week before, still there on the two days after, and more than rounding.
            long highest = series.Where(s => s.Seconds >= from - (7 * Day) && s.Seconds <= from).Max(s => s.Value);
            // Up to the first reading two days later.
            long lowest = Until(series, to).Min(s => s.Value);
            long rounding = Rounding([.. series.Select(s => s.Value).Where(v => v >= lowest)], lowest);
            long counted = lowest - highest - rounding;
            double days = (to - from) / (double)Day;
            if (series[0].Seconds > from - (7 * Day))
            {
                continue;
            }

            if (counted < 200 || counted < 0.05 * highest || counted / days <= 10 * (Math.Abs(usual) + spread))
            {
                continue;
            }

            bool isOdd =
                gains.Count > 1
                    ? (Around(from, to) <= 0 || Around(from, to) < 2 * usualViews)
                        && gains.Min(g => g.Seconds) < from
                        && gains.Max(g => g.Seconds) >= to + (2 * Day)
                        && gains.Any(g => g.Seconds >= to && g.Seconds <= to + Day)
                    : published.Count > 0 && !published.Any(p => p >= from - (3 * Day) && p <= to);
            if (!isOdd || series[^1].Seconds < to + (2 * Day))
            {
                continue;
            }

            // What isn't given back by the first reading two days later.
            double gone =
                after
                - series
                    .Where(s => s.Seconds >= to && s.Seconds <= to + (60 * Day))
                    .Where(s => series[^1].Seconds / Day >= (s.Seconds / Day) + 2)
                    .Select(s => Until(series, s.Seconds).Max(l => l.Value))
                    .DefaultIfEmpty(after)
                    .Min();
            gone = Math.Max(0, gone);
            long gain = after - highest;
            bool isSure = isWhole && (gone - rounding) / gain >= 0.3;
            Part bought = Whole(
                gain - (Math.Max(0, usual) * days),
                gain - rounding - (Math.Max(0, usual + (Half * spread)) * days),
                gain + rounding - (Math.Max(0, usual - (Half * spread)) * days),
                gain
            );
            if (isSure)
            {
                left.Add(
                    (
                        account[0].Account,
                        "followers",
                        new Part(
                            Math.Max(0, bought.Count - gone),
                            Math.Max(0, bought.Low - gone),
                            Math.Max(0, bought.High - gone),
                            to
                        )
                    )
                );
            }

            cases.Add(
                new Found(
                    $"follower-jump {account[0].Creator} {account[0].Platform} {account[0].Account} followers from {from}",
                    Figures(isSure, gain, bought, isLeftOut: isSure && bought.Count > gone),
                    () => Now(all, left, [account[0].Account], "followers")
                )
            );
        }
    }

    /// <summary>The readings from a time on, up to and with the first one two days of UTC later.</summary>
    private static IEnumerable<Point> Until(List<Point> series, long from)
    {
        long end = series
            .Where(s => s.Seconds / Day >= (from / Day) + 2)
            .Select(s => s.Seconds)
            .DefaultIfEmpty(long.MaxValue)
            .Min();
        return series.Where(s => s.Seconds >= from && s.Seconds <= end);
    }

    /// <summary>By the noughts that all of them end in, as far as two digits are left of the count; 0 where there are none.</summary>
    private static long Rounding(List<long> values, long count)
    {
        int noughts = values.Min(v => $"{v}".Length - $"{v}".TrimEnd('0').Length);
        noughts = Math.Min(noughts, $"{count}".Length - 2);
        return noughts <= 0 ? 0 : long.Parse("1" + new string('0', noughts), CultureInfo.InvariantCulture);
    }

    private static void FindRatios(
        CatalogBook catalog,
        List<Reading> all,
        List<(string, string, Part)> left,
        List<Found> cases
    )
    {
        List<string> accounts = [.. all.Select(r => r.Account).Where(a => a.Length > 0).Distinct()];
        double? followers = accounts.Count == 1 ? Newest(all, "followers")?.Value : null;
        var posts = all.Where(r => r.Content.Length > 0)
            .GroupBy(r => r.Content)
            .Select(c =>
            {
                var counters = ((string[])["views", "likes", "comments"]).Select(name => Newest(c, name)).ToList();
                long newest = counters.Max(p => p?.Seconds ?? 0);
                double? Fresh(int n) => counters[n]?.Seconds >= newest - Day ? counters[n]!.Value.Value : null;
                long since = CatalogBook.Text(catalog.Find("content", c.Key), "published") is { } published
                    ? Seconds(published)
                    : c.Min(r => r.Seconds);
                return new Post(c.Key, Fresh(0), Fresh(1), Fresh(2), newest >= since + (2 * Day));
            })
            .ToList();
        IEnumerable<long?> usedTimes = all.Where(r => r.Content.Length > 0)
            .GroupBy(r => (r.Content, r.Campaign))
            .SelectMany(c => ((string[])["views", "likes"]).Select(name => Newest(c, name)?.Seconds));

        IEnumerable<double> engaged = posts
            .Where(p => p.IsSettled && p.Likes + p.Comments > 0)
            .Select(p => p.Likes!.Value + p.Comments!.Value);
        if (followers > 0 && engaged.Count() >= 5)
        {
            double usual =
                followers < 10_000 ? 0.03
                : followers < 100_000 ? 0.025
                : followers < 1_000_000 ? 0.02
                : 0.015;
            double median = Median(engaged);
            if (median / followers.Value < usual / 50)
            {
                Part bought = Whole(
                    followers.Value - (median / usual),
                    followers.Value - (median * 50 / usual),
                    followers.Value,
                    followers.Value
                );
                Add("followers", accounts[0], followers.Value, bought, isSure: false, [accounts[0]], bought: null);
            }
        }

        var seen = posts.Where(p => p.Views >= 1_000 && p.Likes != null).ToList();
        bool areSure = seen.Count(p => p.Likes > p.Views) >= 5;
        if (seen.Count >= 5 && (areSure || Median(seen.Select(p => p.Likes!.Value / p.Views!.Value)) > 0.5))
        {
            double limit = areSure ? 1 : 0.5;
            var odd = seen.Where(p => p.Likes > limit * p.Views)
                .ToDictionary(
                    p => p.Content,
                    p =>
                        Whole(
                            p.Likes!.Value - (p.Views!.Value * 0.1),
                            p.Likes.Value - (p.Views.Value * limit),
                            p.Likes.Value,
                            p.Likes.Value
                        )
                );
            Add(
                "likes",
                "",
                odd.Keys.Sum(c => posts.Single(p => p.Content == c).Likes!.Value),
                new Part(odd.Values.Sum(p => p.Count), odd.Values.Sum(p => p.Low), odd.Values.Sum(p => p.High)),
                areSure,
                [.. odd.Keys],
                odd
            );
        }

        void Add(
            string name,
            string account,
            double change,
            Part sum,
            bool isSure,
            List<string> of,
            Dictionary<string, Part>? bought
        )
        {
            foreach ((string content, Part part) in isSure && bought != null ? bought : [])
            {
                long read = Newest(all.Where(r => r.Content == content), name)!.Value.Seconds;
                left.Add((content, name, part with { Since = read - Day }));
            }

            long from = (account.Length > 0 ? usedTimes.Concat(AccountViews()) : usedTimes).OfType<long>().Min();
            cases.Add(
                new Found(
                    $"ratio {all[0].Creator} {all[0].Platform} {account} {name} from {from}",
                    Figures(isSure, change, sum, isLeftOut: isSure),
                    () => Now(all, left, of, name)
                )
            );
        }

        IEnumerable<long?> AccountViews() =>
            all.Where(r => r.Account.Length > 0)
                .GroupBy(r => r.Campaign)
                .Select(account => Newest(account, "views")?.Seconds);
    }

    private static Dictionary<string, double?> Figures(bool isSure, double change, Part bought, bool isLeftOut) =>
        new()
        {
            ["confidence"] = isSure ? 0.9 : 0.5,
            ["change"] = change,
            ["bought"] = bought.Count,
            ["boughtLow"] = bought.Low,
            ["boughtHigh"] = bought.High,
            ["expected"] = change - bought.Count,
            ["leftOut"] = isLeftOut ? 1 : 0,
        };

    private static (double, double) Now(
        List<Reading> all,
        List<(string, string, Part)> left,
        List<string> of,
        string name
    )
    {
        List<(string One, Point Read)> values = of.Select(one =>
                (one, Newest(all.Where(r => r.Content + r.Account == one), name)!.Value)
            )
            .ToList();
        return (
            values.Sum(v => v.Read.Value),
            values.Sum(v => v.Read.Value - Math.Min(v.Read.Value, Left(left, v.One, name, v.Read.Seconds).Count))
        );
    }

    /// <summary>Of a counter as it was read.</summary>
    private static Part Left(List<(string Of, string Name, Part Part)> left, string of, string name, long read) =>
        left.Where(l => l.Of == of && l.Name == name && read >= l.Part.Since)
            .Aggregate(
                new Part(0, 0, 0),
                (sum, l) => new Part(sum.Count + l.Part.Count, sum.Low + l.Part.Low, sum.High + l.Part.High)
            );

    private static List<Point> Gains(List<Point> readings, long first)
    {
        var gains = new List<Point>();
        foreach ((long seconds, long value) in readings)
        {
            gains.Add(new Point(seconds, Math.Max(0, value - first)));
            first = Math.Max(first, value);
        }

        return gains;
    }

    /// <summary>The last reading of each day.</summary>
    private static List<Point> Daily(List<Reading> readings, string name) =>
        [
            .. readings
                .Where(r => r.Values.ContainsKey(name))
                .GroupBy(r => r.Seconds / Day)
                .OrderBy(d => d.Key)
                .Select(d => Newest(d, name)!.Value),
        ];

    private static Point? Newest(IEnumerable<Reading> readings, string name) =>
        readings
            .Where(r => r.Values.ContainsKey(name))
            .Select(r => (Point?)new Point(r.Seconds, r.Values[name]))
            .MaxBy(p => (p!.Value.Seconds, p.Value.Value));

    private static double Median(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[(sorted.Count - 1) / 2];
    }

    private static Part Whole(double count, double low, double high, double most)
    {
        double Of(double value) => Math.Clamp(Math.Round(value), 0, most);
        return new Part(Of(count), Math.Min(Of(count), Of(low)), Math.Max(Of(count), Of(high)));
    }

    private static Reading Read(JsonObject json, CatalogBook catalog)
    {
        string Word(string name) => CatalogBook.Text(json, name) ?? "";
        JsonObject? content = Word("content").Length > 0 ? catalog.Find("content", Word("content")) : null;
        return new Reading(
            Word("content"),
            Word("account"),
            Word("platform"),
            CatalogBook.Text(content, "campaign") ?? Word("campaign"),
            CatalogBook.Text(content, "creator") ?? Word("creator"),
            Seconds(Word("time")),
            ((string[])["views", "likes", "comments", "followers"])
                .Where(name => json[name] != null)
                .ToDictionary(name => name, name => json[name]!.GetValue<long>())
        );
    }

    private static long Seconds(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
