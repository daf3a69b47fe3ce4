using System.Numerics;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Bootstrap;
using CreatorStream.Pipeline.Workspaces.Credits;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>Draws <see cref="CreditIntervals"/> from a sample of orders.</summary>
internal sealed class IntervalDraws
{
    private const int Replicates = PoissonWeights.Replicates;
    private const int OrderModels = AttributionModels.Count;

    /// <summary>The place of last touch among models: the same rule in all campaigns, so what it gives in each adds up.</summary>
    private const int LastTouch = 1;

    /// <summary>For so many creators, posts and channels intervals are drawn, those on the paths of the most orders: senders may make up any number.</summary>
    private const int MostNames = 1 << 12;

    private readonly OrderSample sample;

    /// <summary>Replicates of each order, one behind another.</summary>
    private readonly double[] weights;

    /// <summary>A sample's sums stray by the root of how many it has; all orders' by the root of how many they are.</summary>
    private readonly double scale;

    private readonly Dictionary<Credit, List<Part>> parts = [];
    private readonly Dictionary<Credit, IntervalsOf> found = [];

    /// <summary>By campaign and model, each creator's revenue by replicate.</summary>
    private readonly Dictionary<string, List<(IntervalsOf Of, double[][] Revenue)>> creators = [];

    /// <summary>By creator, revenue of last touch in all campaigns by replicate.</summary>
    private readonly SortedDictionary<string, double[]> across = new(StringComparer.Ordinal);

    private IntervalDraws(OrderSample sample)
    {
        this.sample = sample;
        scale = sample.Orders.Count == 0 ? 1 : Math.Sqrt((double)sample.Of / sample.Orders.Count);
        weights = new double[sample.Orders.Count * Replicates];
        for (int order = 0; order < sample.Orders.Count; order++)
        {
            for (int replicate = 0; replicate < Replicates; replicate++)
            {
                weights[(order * Replicates) + replicate] = PoissonWeights.Of(sample.Orders[order].Id, replicate);
            }
        }
    }

    /// <param name="fitted">By model that is fitted, creator or channel: conversions and revenue by replicate.</param>
    public static CreditIntervals Of(OrderSample sample, Func<IntervalDraws, FittedDraws> fitted)
    {
        if (sample.Orders.Count == 0)
        {
            return CreditIntervals.None;
        }
        var draws = new IntervalDraws(sample);
        draws.Split();
        FittedDraws fits = fitted(draws);
        draws.Draw(fits);
        draws.Rank();
        return new CreditIntervals(draws.found, draws.RankAcross(), sample.Orders.Count);
    }

    public ReadOnlySpan<double> WeightsOf(int order) => weights.AsSpan(order * Replicates, Replicates);

    /// <summary>Notes what each order gives to whom, by each model.</summary>
    private void Split()
    {
        long[] shares = [];
        for (int order = 0; order < sample.Orders.Count; order++)
        {
            ReadOnlySpan<PathTouch> path = sample.PathOf(sample.Orders[order]);
            if (shares.Length < path.Length)
            {
                shares = new long[path.Length];
            }
            for (int model = 0; model < OrderModels; model++)
            {
                if (path.IsEmpty)
                {
                    Note(Credit.Unattributed, order, model, 1);
                    continue;
                }
                Span<long> of = shares.AsSpan(0, path.Length);
                of.Clear();
                AttributionModels.All[model].Weigh(path, of);
                double sum = 0;
                foreach (long share in of)
                {
                    sum += share;
                }
                for (int at = 0; at < path.Length; at++)
                {
                    if (of[at] > 0)
                    {
                        Note(sample.NameOf(path[at].Credit), order, model, of[at] / sum);
                    }
                }
            }
        }
    }

    private void Note(in Credit credit, int order, int model, double share)
    {
        if (credit.IsUnattributed)
        {
            Note(CreditIntervals.OfChannel(credit.Channel));
        }
        else
        {
            Note(CreditIntervals.OfCreator(credit.Campaign, credit.Creator));
        }
        if (credit.Content.Length > 0)
        {
            Note(CreditIntervals.OfContent(credit.Campaign, credit.Content));
        }

        void Note(Credit of)
        {
            if (!parts.TryGetValue(of, out List<Part>? all))
            {
                parts[of] = all = [];
            }
            if (all.Count == 0 || all[^1].Order != order)
            {
                all.Add(new Part(order));
            }
            all[^1].Shares[model] += share;
        }
    }

    private void Draw(FittedDraws fits)
    {
        double[] conversions = new double[Replicates];
        double[] revenue = new double[Replicates];
        IEnumerable<Credit> drawn = parts
            .Keys.Union(fits.By)
            .OrderByDescending(of => parts.GetValueOrDefault(of)?.Count ?? 0)
            .ThenBy(of => of.ToString(), StringComparer.Ordinal)
            .Take(MostNames);
        foreach (Credit of in drawn)
        {
            found[of] = new IntervalsOf();
            double[][] revenueOf = new double[IntervalsOf.Models][];
            for (int model = 0; model < IntervalsOf.Models; model++)
            {
                Array.Clear(conversions);
                Array.Clear(revenue);
                bool isFitted = model >= OrderModels;
                if (isFitted && !fits.By.Contains(of))
                {
                    revenueOf[model] = [];
                    continue;
                }
                (double Conversions, double Revenue) whole = isFitted
                    ? fits.Take(of, model - OrderModels, conversions, revenue)
                    : Sum(parts.GetValueOrDefault(of) ?? [], model, conversions, revenue);
                int replicates = isFitted ? fits.Replicates : Replicates;
                revenueOf[model] =
                [
                    .. revenue.Take(replicates).Select(each => whole.Revenue + ((each - whole.Revenue) / scale)),
                ];
                found[of].Conversions[model] = Around(whole.Conversions, conversions.AsSpan(0, replicates));
                found[of].Revenue[model] = Around(whole.Revenue, revenue.AsSpan(0, replicates));
            }
            if (of.Creator.Length > 0)
            {
                if (!creators.TryGetValue(of.Campaign, out List<(IntervalsOf, double[][])>? all))
                {
                    creators[of.Campaign] = all = [];
                }
                all.Add((found[of], revenueOf));
                if (!across.TryGetValue(of.Creator, out double[]? sums))
                {
                    across[of.Creator] = sums = new double[Replicates];
                }
                for (int replicate = 0; replicate < Replicates; replicate++)
                {
                    sums[replicate] += revenueOf[LastTouch][replicate];
                }
            }
        }
    }

    private (double Conversions, double Revenue) Sum(List<Part> of, int model, double[] conversions, double[] revenue)
    {
        (double Conversions, double Revenue) whole = default;
        foreach (Part part in of)
        {
            if (part.Shares[model] is > 0 and var share)
            {
                double earned = share * sample.Orders[part.Order].Revenue;
                Add(WeightsOf(part.Order), share, conversions);
                Add(WeightsOf(part.Order), earned, revenue);
                whole = (whole.Conversions + share, whole.Revenue + earned);
            }
        }
        return whole;
    }

    private static void Add(ReadOnlySpan<double> weights, double factor, Span<double> into)
    {
        int at = 0;
        for (; at <= weights.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(into[at..]) + (new Vector<double>(weights[at..]) * factor)).CopyTo(into[at..]);
        }
        for (; at < weights.Length; at++)
        {
            into[at] += weights[at] * factor;
        }
    }

    /// <param name="replicates">They are sorted.</param>
    private Distance Around(double whole, Span<double> replicates)
    {
        (double low, double high) = Middle95.Of(replicates);
        return new Distance(Math.Max(0, whole - low) * scale, Math.Max(0, high - whole) * scale);
    }

    /// <summary>
    /// Finds the places that creators of a campaign have by revenue, from replicate to replicate. Where the revenue of one of
    /// them is not known, nobody's place is.
    /// </summary>
    private void Rank()
    {
        foreach ((string campaign, List<(IntervalsOf Of, double[][] Revenue)> of) in creators)
        {
            for (int model = 0; model < IntervalsOf.Models; model++)
            {
                if (model < OrderModels ? !sample.Unpriced.Contains((campaign, model)) : !sample.IsAnyUnpriced)
                {
                    Rank(model, [.. of.Where(each => each.Revenue[model].Length > 0)]);
                }
            }
        }
    }

    /// <summary>The same over all campaigns, by last touch.</summary>
    private Dictionary<string, (int First, int Last)> RankAcross()
    {
        if (sample.Unpriced.Any(of => of.Model == LastTouch))
        {
            return [];
        }
        return across.Keys.Zip(Places([.. across.Values])).ToDictionary(of => of.First, of => of.Second);
    }

    private static void Rank(int model, (IntervalsOf Of, double[][] Revenue)[] of)
    {
        (int First, int Last)[] places = Places([.. of.Select(each => each.Revenue[model])]);
        for (int each = 0; each < of.Length; each++)
        {
            of[each].Of.Ranks[model] = places[each];
        }
    }

    /// <summary>The places that each has with 95 %.</summary>
    /// <param name="revenue">Of each, by replicate.</param>
    private static (int First, int Last)[] Places(double[][] revenue)
    {
        double[][] places = [.. revenue.Select(each => new double[each.Length])];
        for (int replicate = 0; replicate < places.FirstOrDefault([]).Length; replicate++)
        {
            double[] sorted = [.. revenue.Select(each => each[replicate])];
            Array.Sort(sorted);
            for (int each = 0; each < revenue.Length; each++)
            {
                // Those with more stand before it; who has as much shares its place.
                places[each][replicate] = revenue.Length - UpTo(sorted, revenue[each][replicate]) + 1;
            }
        }
        return
        [
            .. places.Select(each =>
            {
                (double first, double last) = Middle95.Of(each);
                return ((int)Math.Floor(first), (int)Math.Ceiling(last));
            }),
        ];
    }

    /// <returns>How many of the sorted are at most so great.</returns>
    private static int UpTo(double[] sorted, double value)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>What an order gives to somebody.</summary>
    private sealed class Part(int order)
    {
        public int Order => order;

        /// <summary>By model, 0 to 1.</summary>
        public double[] Shares { get; } = new double[OrderModels];
    }
}
