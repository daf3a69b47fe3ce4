using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>Models that need all paths, in the plainest way: a chain is solved by walking it until nothing changes.</summary>
public static class FittedModels
{
    private const long DayMs = 86_400_000;
    private const int MostPosts = 64;
    private const int MostSteps = 16;
    private const int MostTouches = 256;
    private const int MostAtOnce = 1_024;
    private static readonly Step Nobody = new("", "", "");

    private sealed record Path(Step[] Steps, double Orders, double Value, double Nulls);

    /// <param name="leftOut">Visitors whose paths don't count.</param>
    /// <param name="name">raw or totals.</param>
    public static void Count(
        IEnumerable<Credit> credits,
        IReadOnlyCollection<Fact> facts,
        IReadOnlySet<string> leftOut,
        CatalogBook catalog,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        List<Credit> orders = [.. credits.Where(c => c.Converts && c.Path is not null)];
        if (orders.Count == 0)
        {
            return;
        }

        bool isPriced = orders.TrueForAll(c => c.Micros is not null);
        List<Path> paths =
        [
            .. orders.Select(c => new Path(Known(c.Path!.All), 1, Tally.Units(c.Micros ?? BigInteger.Zero)!.Value, 0)),
            .. facts
                .GroupBy(f => f.Person)
                .Where(of => of.All(f => f.IsTouch))
                .Select(of => of.Where(f => !leftOut.Contains(f.Visitor)).ToList())
                .Where(of => of.Count > 0)
                .Select(of => new Path(Met(of, catalog), 0, 0, 1))
                .Where(path => path.Steps.Length > 0),
        ];
        Step[] steps = [.. paths.SelectMany(path => path.Steps).Distinct()];
        Dictionary<Step, double> effects = Effects(paths, steps, path => path.Orders);
        Dictionary<Path, List<(Step Step, double Share)>> marginals = Marginals(paths);
        Dictionary<Step, double> valueEffects = Effects(paths, steps, path => path.Value);
        foreach (Step step in steps.Where(step => step.Creator.Length > 0 && result.ContainsKey(step.Campaign)))
        {
            Dictionary<string, double?> figures = result[step.Campaign];
            string row = $"attribution/{step.Creator}/{name}";
            figures[$"{row}/removal effect"] = effects[step];
            Add(
                "markov",
                _ => effects[step] / effects.Values.Sum(),
                _ => valueEffects[step] / valueEffects.Values.Sum()
            );
            Add("shapley", Equal, Equal);
            Add("counterfactual", Marginal, Marginal);

            double Equal(Path path) => path.Steps.Contains(step) ? 1.0 / path.Steps.Distinct().Count() : 0;
            double Marginal(Path path) => marginals[path].Where(of => of.Step == step).Sum(of => of.Share);

            void Add(string model, Func<Path, double> share, Func<Path, double> valueShare)
            {
                figures[$"{row}/{model} conversions"] = Sum(path => path.Orders * share(path));
                figures[$"{row}/{model} revenue"] = isPriced ? Sum(path => path.Value * valueShare(path)) : null;
            }

            double Sum(Func<Path, double> of) =>
                paths.Where(path => path.Orders > 0).Select(of).Where(double.IsFinite).Sum();
        }
    }

    /// <summary>What would be lost without each step, as a part of all.</summary>
    private static Dictionary<Step, double> Effects(List<Path> paths, Step[] steps, Func<Path, double> earned)
    {
        double all = Reached(paths, earned, without: null);
        return steps.ToDictionary(step => step, step => all > 0 ? (all - Reached(paths, earned, step)) / all : 0);
    }

    /// <summary>What a visit that begins comes to: what leads to the step that is taken out comes to nothing.</summary>
    private static double Reached(List<Path> paths, Func<Path, double> earned, Step? without)
    {
        var next = new Dictionary<(Step? From, Step To), double>();
        var earns = new Dictionary<Step, double>();
        var leaves = new Dictionary<Step, double>();
        double begun = 0;
        foreach (Path path in paths)
        {
            double count = path.Orders + path.Nulls;
            Step? before = null;
            foreach (Step step in path.Steps)
            {
                next[(before, step)] = next.GetValueOrDefault((before, step)) + count;
                leaves[step] = leaves.GetValueOrDefault(step) + count;
                before = step;
            }

            earns[before!] = earns.GetValueOrDefault(before!) + earned(path);
            begun += count;
        }

        ILookup<Step, (Step To, double Count)> from = next.Where(of => of.Key.From is not null)
            .ToLookup(of => of.Key.From!, of => (of.Key.To, of.Value));
        var worth = leaves.Keys.ToDictionary(step => step, _ => 0.0);
        for (double change = 1; change > 1e-13; )
        {
            change = 0;
            foreach (Step step in leaves.Keys.Where(step => step != without))
            {
                double now =
                    (earns.GetValueOrDefault(step) + from[step].Sum(of => of.Count * worth[of.To])) / leaves[step];
                change = Math.Max(change, Math.Abs(now - worth[step]) / Math.Max(now, 1e-300));
                worth[step] = now;
            }
        }

        return next.Where(of => of.Key.From is null).Sum(of => of.Value * worth[of.Key.To]) / begun;
    }

    /// <summary>By path: what each of its steps adds to its rate.</summary>
    private static Dictionary<Path, List<(Step Step, double Share)>> Marginals(List<Path> paths)
    {
        var rates = paths
            .GroupBy(path => NameOf(path.Steps))
            .ToDictionary(
                same => same.Key,
                same => same.Sum(path => path.Orders) / same.Sum(path => path.Orders + path.Nulls)
            );
        return paths
            .Where(path => path.Orders > 0)
            .ToDictionary<Path, Path, List<(Step, double)>>(path => path, Of, ReferenceEqualityComparer.Instance);

        List<(Step, double)> Of(Path path)
        {
            double rate = rates[NameOf(path.Steps)];
            double[] marginals =
            [
                .. path.Steps.Select(
                    (_, at) =>
                        path.Steps.Length == 1
                            ? 1
                            : Math.Max(
                                0,
                                rate - rates.GetValueOrDefault(NameOf([.. path.Steps[..at], .. path.Steps[(at + 1)..]]))
                            )
                ),
            ];
            double sum = marginals.Sum();
            return
            [
                .. path.Steps.Select(
                    (step, at) =>
                        (
                            step,
                            sum > 0 ? marginals[at] / sum
                            : at == path.Steps.Length - 1 ? 1.0
                            : 0.0
                        )
                ),
            ];
        }

        static string NameOf(Step[] steps) =>
            string.Join('|', steps.Select(step => $"{step.Campaign}/{step.Creator}/{step.Channel}"));
    }

    /// <summary>What somebody met up to the last touch.</summary>
    private static Step[] Met(List<Fact> touches, CatalogBook catalog)
    {
        long at = touches.Max(f => f.TimeMs);
        var crowds = touches
            .GroupBy(f => (f.TimeMs, f.Type))
            .Where(of => of.Count() > MostAtOnce)
            .Select(of => of.Key)
            .ToHashSet();
        List<Fact> all =
        [
            .. touches
                .Where(f => !crowds.Contains((f.TimeMs, f.Type)))
                .OrderBy(f => f.TimeMs)
                .ThenBy(f => Array.IndexOf(Fact.Touches, f.Type))
                .ThenBy(f => f.Campaign ?? "", StringComparer.Ordinal)
                .ThenBy(f => f.Creator ?? "", StringComparer.Ordinal)
                .ThenBy(f => f.Content ?? "", StringComparer.Ordinal)
                .ThenBy(f => f.Channel ?? "", StringComparer.Ordinal),
        ];
        int first = Math.Max(0, all.Count - MostTouches);
        while (first > 0 && first < all.Count && IsAtOnce(all[first - 1], all[first]))
        {
            first--;
        }

        IEnumerable<Fact> counted = all.Skip(first)
            .Where(f => f.TimeMs >= at - ((f.CountsAsClick ? 30 : 7) * DayMs))
            .Where(f => f.Type != "stay")
            .Where(f => f.Content is not null || (f.IsVisit && f.Channel is not (null or "direct")));
        var posts = new List<(Fact Fact, object Post)>();
        foreach (Fact fact in counted)
        {
            // Of several visitors, whoever said it.
            bool isStrangers = fact.Anonymous && touches.TrueForAll(f => f.Visitor == fact.Visitor);
            object post = (fact.Content, fact.Campaign, fact.Creator, fact.Platform, fact.Channel, isStrangers);
            if (posts.Count == 0 || !posts[^1].Post.Equals(post))
            {
                posts.Add((fact, post));
            }
        }

        Step[] steps = Merged(posts.TakeLast(MostPosts).Select(of => StepOf(of.Fact, catalog)));
        return Known(steps.TakeLast(MostSteps));
    }

    private static bool IsAtOnce(Fact a, Fact b) => a.TimeMs == b.TimeMs && a.Type == b.Type;

    private static Step StepOf(Fact fact, CatalogBook catalog)
    {
        (string? campaign, string? creator) = catalog.Place(fact);
        return fact.Content is null ? new Step("", "", fact.Channel!) : new Step(campaign ?? "", creator ?? "", "");
    }

    /// <summary>Content without a campaign is nobody's.</summary>
    private static Step[] Known(IEnumerable<Step> steps) =>
        Merged(steps.Select(step => step.Campaign.Length + step.Channel.Length == 0 ? Nobody : step));

    private static Step[] Merged(IEnumerable<Step> steps)
    {
        var merged = new List<Step>();
        foreach (Step step in steps)
        {
            if (merged.Count == 0 || merged[^1] != step)
            {
                merged.Add(step);
            }
        }

        return [.. merged];
    }
}
