using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Analytics.Bootstrap;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// What models that need all paths give in each replicate of a bootstrap, over orders and over visitors who bought nothing:
/// each is fitted anew.
/// </summary>
internal sealed class FittedDraws
{
    /// <summary>With more different paths fewer replicates are drawn: each is a fit of all models.</summary>
    private const int ManyPaths = 1 << 12;

    private const int FewReplicates = 50;

    private readonly Dictionary<Credit, int> stepOf = [];

    /// <summary>By model and step, the whole sample and then each replicate.</summary>
    private readonly (double Conversions, double Revenue)[][][] drawn;

    private FittedDraws(int steps, int replicates)
    {
        Replicates = replicates;
        drawn =
        [
            .. Enumerable
                .Range(0, ModelFit.Models)
                .Select(_ =>
                    Enumerable
                        .Range(0, steps)
                        .Select(_ => new (double Conversions, double Revenue)[replicates + 1])
                        .ToArray()
                ),
        ];
    }

    /// <summary>How many there are.</summary>
    public int Replicates { get; }

    /// <summary>Creators and channels that are fitted by themselves.</summary>
    public IReadOnlyCollection<Credit> By => stepOf.Keys;

    /// <param name="numbers">Of the steps that are fitted by themselves; all others are 0.</param>
    public static FittedDraws Of(FitInput input, IntervalDraws draws, IReadOnlyDictionary<PathStep, int> numbers)
    {
        var paths = new Paths(input, draws, numbers);
        int replicates = paths.Count > ManyPaths ? FewReplicates : PoissonWeights.Replicates;
        int steps = numbers.Count + 1;
        var all = new FittedDraws(steps, replicates);
        foreach ((PathStep step, int number) in numbers)
        {
            all.stepOf[
                step.Channel.Length > 0
                    ? CreditIntervals.OfChannel(step.Channel)
                    : CreditIntervals.OfCreator(step.Campaign, step.Creator)
            ] = number;
        }
        CounterfactualShapley? counterfactual = null;
        for (int replicate = -1; replicate < replicates; replicate++)
        {
            (List<CountedPath> counted, double factor) = paths.Weighed(replicate);
            if (counted.Exists(path => path.Conversions > 0))
            {
                all.Put(0, replicate, factor, Markov.Fit(counted, steps).Credit);
                all.Put(1, replicate, factor, Shapley.Credit(counted, steps));
                counterfactual ??= new CounterfactualShapley(counted, PathTransform.Exposure);
                all.Put(2, replicate, factor, counterfactual.Credit(counted, steps));
            }
        }
        return all;
    }

    /// <summary>Copies what a model gives to somebody in each replicate.</summary>
    /// <returns>What it gives for the whole sample; nothing to whom no path has.</returns>
    public (double Conversions, double Revenue) Take(
        Credit of,
        int model,
        Span<double> conversions,
        Span<double> revenue
    )
    {
        if (!stepOf.TryGetValue(of, out int step))
        {
            return default;
        }
        (double Conversions, double Revenue)[] from = drawn[model][step];
        for (int replicate = 0; replicate < Replicates; replicate++)
        {
            (conversions[replicate], revenue[replicate]) = from[replicate + 1];
        }
        return from[0];
    }

    private void Put(int model, int replicate, double factor, StepCredit credit)
    {
        for (int step = 0; step < drawn[model].Length; step++)
        {
            drawn[model][step][replicate + 1] = (credit.Conversions[step] / factor, credit.Value[step] / factor);
        }
    }

    /// <summary>The different paths of the sample, and who went each.</summary>
    private sealed class Paths
    {
        private readonly IntervalDraws draws;
        private readonly OrderSample sample;
        private readonly Dictionary<int[], int> known = new(SameNumbers.Comparer);
        private readonly List<int[]> steps = [];
        private readonly int[] ofOrder;
        private readonly List<(int Path, ulong Visitor, long Weight)> unconverted = [];

        public Paths(FitInput input, IntervalDraws draws, IReadOnlyDictionary<PathStep, int> numbers)
        {
            (this.draws, sample) = (draws, input.Sample);
            var met = new List<int>();
            ofOrder = new int[sample.Orders.Count];
            for (int order = 0; order < ofOrder.Length; order++)
            {
                met.Clear();
                foreach (PathTouch touch in sample.PathOf(sample.Orders[order]))
                {
                    Credit name = sample.NameOf(touch.Credit);
                    Add(numbers.GetValueOrDefault(new PathStep(name.Campaign, name.Creator, name.Channel)));
                }
                ofOrder[order] = met.Count == 0 ? -1 : NumberOf(met);
            }
            // By visitor: sums of the same paths in another order differ in their last bits.
            int[] byStep = [.. input.Steps.Select(step => numbers.GetValueOrDefault(step))];
            foreach (
                FitInput.Path path in input
                    .Paths.Where(path => path.AuthenticUnconverted > 0)
                    .OrderBy(path => path.Visitor)
            )
            {
                met.Clear();
                foreach (int step in input.Items.Slice(path.Start, path.Length))
                {
                    Add(byStep[step]);
                }
                unconverted.Add((NumberOf(met), path.Visitor, path.AuthenticUnconverted));
            }

            void Add(int step)
            {
                if (met.Count == 0 || met[^1] != step)
                {
                    met.Add(step);
                }
            }
        }

        public int Count => steps.Count;

        /// <param name="replicate">−1: each once.</param>
        /// <returns>The paths, and for how many orders of the workspace each of the sample stands.</returns>
        public (List<CountedPath> Paths, double Factor) Weighed(int replicate)
        {
            double factor = (double)sample.Of / sample.Orders.Count;
            var counts = new (double Conversions, double Value, double Nulls)[steps.Count];
            for (int order = 0; order < ofOrder.Length; order++)
            {
                if (ofOrder[order] is >= 0 and var path)
                {
                    double weight = factor * (replicate < 0 ? 1 : draws.WeightsOf(order)[replicate]);
                    counts[path].Conversions += weight;
                    counts[path].Value += weight * sample.Orders[order].Revenue;
                }
            }
            foreach ((int path, ulong visitor, long weight) in unconverted)
            {
                counts[path].Nulls += weight * (replicate < 0 ? 1 : PoissonWeights.Of(visitor, replicate));
            }
            return (
                [.. counts.Select((of, path) => new CountedPath(steps[path], of.Conversions, of.Value, of.Nulls))],
                factor
            );
        }

        /// <summary>Of a path with the last of its steps.</summary>
        private int NumberOf(List<int> met)
        {
            int[] last = [.. met.Skip(met.Count - PathSteps.Most)];
            if (!known.TryGetValue(last, out int number))
            {
                known[last] = number = steps.Count;
                steps.Add(last);
            }
            return number;
        }
    }
}
