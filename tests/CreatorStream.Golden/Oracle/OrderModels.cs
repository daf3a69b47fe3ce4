using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>Models that share each order by its own path: of every order, every touch and every model, one after another.</summary>
public static class OrderModels
{
    private const double WeekMs = 7 * 86_400_000.0;
    private static readonly BigInteger Conversion = 1_000_000;

    public static readonly string[] Names = ["firstTouch", "lastTouch", "linear", "timeDecay", "uShaped", "wShaped"];

    /// <param name="name">raw or totals.</param>
    public static void Count(
        IEnumerable<Credit> credits,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var sums = new Dictionary<(string Campaign, string Figure), BigInteger?>();
        foreach (Credit order in credits.Where(c => c.Converts && c.Met.Count > 0))
        {
            foreach (string model in Names)
            {
                BigInteger[] weights = Weights(model, order.Met);
                BigInteger[] conversions = Split(Conversion, weights);
                BigInteger[]? revenue = order.Micros is { } micros ? Split(micros, weights) : null;
                for (int at = 0; at < weights.Length; at++)
                {
                    if (weights[at] > 0)
                    {
                        foreach (string row in Rows(order.Met[at]))
                        {
                            Add(order.Met[at].Campaign, $"{row}/{name}/{model} conversions", conversions[at]);
                            if (name == "totals")
                            {
                                Add(order.Met[at].Campaign, $"{row}/{name}/{model} {order.Kind}", conversions[at]);
                            }

                            Add(order.Met[at].Campaign, $"{row}/{name}/{model} revenue", revenue?[at]);
                        }
                    }
                }
            }
        }

        foreach (((string campaign, string figure), BigInteger? sum) in sums)
        {
            if (result.TryGetValue(campaign, out Dictionary<string, double?>? figures))
            {
                figures[figure] = Tally.Units(sum);
            }
        }

        void Add(string campaign, string figure, BigInteger? part) =>
            sums[(campaign, figure)] =
                (sums.TryGetValue((campaign, figure), out BigInteger? sum) ? sum : BigInteger.Zero) + part;
    }

    private static IEnumerable<string> Rows(MetTouch touch)
    {
        if (touch.Campaign.Length > 0)
        {
            // Without a creator: the campaign's alone.
            yield return $"credit/{touch.Creator}";
        }

        if (touch.Campaign.Length > 0 && touch.Content.Length > 0)
        {
            yield return $"credited/{touch.Content}";
        }
    }

    public static BigInteger[] Weights(string model, IReadOnlyList<MetTouch> path)
    {
        int last = path.Count - 1;
        int click = path.ToList().FindLastIndex(touch => touch.Click);
        int lead = path.ToList().FindIndex(touch => touch.IsLead);
        // Weeks that all touches are old are in none of their proportions.
        double weeks = Math.Floor(path.Min(touch => touch.AgeMs / 1000 * 1000) / WeekMs);
        return
        [
            .. path.Select(
                (touch, at) =>
                    model switch
                    {
                        "firstTouch" => at == 0 ? 1 : 0,
                        "lastTouch" => at == (click < 0 ? last : click) ? 1 : 0,
                        "linear" => 1,
                        "timeDecay" => Decayed((touch.AgeMs / 1000 * 1000) - (weeks * WeekMs)),
                        "uShaped" => U(at),
                        "wShaped" => lead < 0 ? U(at) : W(at),
                        _ => throw new ArgumentException($"No model {model}.", nameof(model)),
                    }
            ),
        ];

        static BigInteger Decayed(double ageMs) =>
            (BigInteger)Math.Max(1, Math.Round((1 << 22) * Math.Pow(2, -ageMs / WeekMs)));

        // In parts of which each touch between has one.
        BigInteger U(int at) => last < 2 || (at > 0 && at < last) ? 1 : 2 * (last - 1);

        BigInteger W(int at)
        {
            int[] leading = [0, lead, last];
            int others = path.Count - leading.Distinct().Count();
            return leading.Contains(at) ? leading.Count(of => of == at) * Math.Max(1, 3 * others) : 1;
        }
    }

    /// <summary>Whole units; what is left over goes to the largest fractions, of equal ones to the earliest touch.</summary>
    public static BigInteger[] Split(BigInteger amount, BigInteger[] weights)
    {
        BigInteger total = weights.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        BigInteger[] parts = [.. weights.Select(weight => amount * weight / total)];
        int left = (int)(amount - parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part));
        foreach (
            int at in Enumerable
                .Range(0, weights.Length)
                .OrderByDescending(at => amount * weights[at] % total)
                .ThenBy(at => at)
                .Take(left)
        )
        {
            parts[at]++;
        }

        return parts;
    }
}
