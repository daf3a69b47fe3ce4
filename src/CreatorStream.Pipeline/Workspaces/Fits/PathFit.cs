using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>What a model gives to a creator or channel.</summary>
/// <param name="ConversionMicros">Millionths of conversions; null where it is fitted with others as one.</param>
/// <param name="RevenueMicros">null while an order waits for an exchange rate.</param>
public readonly record struct FittedCredit(Int128? ConversionMicros, Int128? RevenueMicros);

/// <summary>What models make of a creator or channel.</summary>
/// <param name="RemovalEffect">The part of all conversions that would be lost without it, by the Markov chain: 0 to 1.</param>
public readonly record struct StepFit(
    double? RemovalEffect,
    FittedCredit Markov,
    FittedCredit Shapley,
    FittedCredit Counterfactual
);

/// <summary>Models fitted to the paths of all events, or to those of authentic actors.</summary>
/// <param name="Orders">Those on whose paths anybody stands.</param>
/// <param name="Unconverted">Visitors who met somebody and bought nothing; of a sample, as many as it stands for.</param>
/// <param name="Sampled">How many of these were looked at.</param>
/// <param name="Rest">What somebody has who stands on no path.</param>
public sealed record ModelFit(
    IReadOnlyDictionary<PathStep, StepFit> Steps,
    long Orders,
    long Unconverted,
    int Sampled,
    StepFit Rest
)
{
    /// <summary>How many models are fitted.</summary>
    public const int Models = 3;

    public static ModelFit None { get; } = new(new Dictionary<PathStep, StepFit>(), 0, 0, 0, NothingOf(isPriced: true));

    public StepFit Of(PathStep step) => Steps.GetValueOrDefault(step, Rest);

    internal static StepFit NothingOf(bool isPriced)
    {
        var nothing = new FittedCredit(0, isPriced ? 0 : null);
        return new StepFit(0, nothing, nothing, nothing);
    }
}

/// <summary>
/// The models of attribution that need all paths of a workspace, fitted to them as they were at one moment. A pure function of these:
/// in whatever order they come, sums are taken in the order of names.
/// </summary>
/// <param name="Shortened">How many orders went rare paths, of which only the last step was looked at.</param>
/// <param name="Folded">How many creators and channels, of more than <see cref="MostSteps"/>, are fitted as one.</param>
public sealed record PathFit(ModelFit All, ModelFit Authentic, long Shortened, int Folded, CreditIntervals Intervals)
{
    /// <summary>A chain is solved in time by the cube of its steps; one of 2,000 in a second.</summary>
    public const int MostSteps = 500;

    /// <summary>Stands for all that are not fitted by themselves, and for content that nobody placed.</summary>
    public static PathStep Others { get; } = new("", "", "");

    /// <summary>Of paths that no model could be fitted to: nothing is known of anybody.</summary>
    public static PathFit Failed { get; } =
        new(ModelFit.None with { Rest = default }, ModelFit.None with { Rest = default }, 0, 0, CreditIntervals.None);

    public static PathFit None { get; } = new(ModelFit.None, ModelFit.None, 0, 0, CreditIntervals.None);

    internal static PathFit Of(FitInput input)
    {
        int[] numbers = Number(input, out List<PathStep> steps);
        (int[] Steps, FitInput.Path Counts)[] paths = Canonical(input, numbers);
        PathStep[] foldedSteps = [.. input.Steps.Where((step, at) => numbers[at] == 0 && !IsNobody(step))];
        return new PathFit(
            Fit(paths, steps, foldedSteps, input.Sampled, authentic: false),
            Fit(paths, steps, foldedSteps, input.SampledAuthentic, authentic: true),
            input.Shortened,
            foldedSteps.Length,
            IntervalDraws.Of(
                input.Sample,
                draws => FittedDraws.Of(input, draws, steps.Select((step, at) => (step, at)).Skip(1).ToDictionary())
            )
        );
    }

    /// <summary>Numbers steps in the order of their names.</summary>
    /// <returns>By number in the input; what is folded has that of <see cref="Others"/>, 0.</returns>
    private static int[] Number(FitInput input, out List<PathStep> steps)
    {
        // Those of authentic events first: inauthentic actors, however many, fold nobody.
        var orders = new (long Authentic, long All)[input.Steps.Count];
        foreach (FitInput.Path path in input.Paths)
        {
            ReadOnlySpan<int> met = input.Items.Slice(path.Start, path.Length);
            for (int at = 0; at < met.Length; at++)
            {
                if (!met[..at].Contains(met[at]))
                {
                    ref (long Authentic, long All) of = ref orders[met[at]];
                    of = (of.Authentic + path.Authentic.Orders, of.All + path.All.Orders);
                }
            }
        }
        int[] kept =
        [
            .. Enumerable
                .Range(0, orders.Length)
                .Where(step => !IsNobody(input.Steps[step]))
                .OrderByDescending(step => orders[step])
                .ThenBy(step => input.Steps[step], Comparer<PathStep>.Create(Compare))
                .Take(MostSteps)
                .OrderBy(step => input.Steps[step], Comparer<PathStep>.Create(Compare)),
        ];
        int[] numbers = new int[orders.Length];
        steps = [Others];
        foreach (int step in kept)
        {
            numbers[step] = steps.Count;
            steps.Add(input.Steps[step]);
        }
        return numbers;
    }

    /// <summary>Content without a campaign: whose it is nobody said.</summary>
    private static bool IsNobody(PathStep step) => step is { Campaign: "", Channel: "" };

    /// <summary>Equal paths once, in the order of their steps.</summary>
    private static (int[] Steps, FitInput.Path Counts)[] Canonical(FitInput input, int[] numbers)
    {
        var paths = new Dictionary<int[], FitInput.Path>(SameNumbers.Comparer);
        var steps = new List<int>();
        foreach (FitInput.Path path in input.Paths)
        {
            steps.Clear();
            foreach (int step in input.Items.Slice(path.Start, path.Length))
            {
                if (steps.Count == 0 || steps[^1] != numbers[step])
                {
                    steps.Add(numbers[step]);
                }
            }
            int[] key = [.. steps];
            FitInput.Path sum = paths.GetValueOrDefault(key);
            paths[key] = sum with
            {
                All = sum.All + path.All,
                Authentic = sum.Authentic + path.Authentic,
                Unconverted = sum.Unconverted + path.Unconverted,
                AuthenticUnconverted = sum.AuthenticUnconverted + path.AuthenticUnconverted,
            };
        }
        (int[] Steps, FitInput.Path Counts)[] all = [.. paths.Select(of => (of.Key, of.Value))];
        Array.Sort(all, (a, b) => a.Steps.AsSpan().SequenceCompareTo(b.Steps));
        return all;
    }

    private static ModelFit Fit(
        (int[] Steps, FitInput.Path Counts)[] paths,
        List<PathStep> steps,
        PathStep[] folded,
        int sampled,
        bool authentic
    )
    {
        var counted = new List<CountedPath>(paths.Length);
        PathSums sum = default;
        long unconverted = 0;
        foreach ((int[] met, FitInput.Path counts) in paths)
        {
            PathSums orders = authentic ? counts.Authentic : counts.All;
            long nulls = authentic ? counts.AuthenticUnconverted : counts.Unconverted;
            if (orders.Orders + nulls > 0)
            {
                sum += orders;
                unconverted += nulls;
                double units = (double)orders.RevenueMicros / Micros.PerUnit;
                counted.Add(new CountedPath(met, orders.Orders, units, nulls));
            }
        }
        if (sum.Orders == 0)
        {
            return ModelFit.None with { Unconverted = unconverted, Sampled = sampled };
        }
        MarkovFit chain = Markov.Fit(counted, steps.Count);
        FittedCredit[] markov = Share(chain.Credit, sum);
        FittedCredit[] shapley = Share(Shapley.Credit(counted, steps.Count), sum);
        FittedCredit[] counterfactual = Share(
            CounterfactualShapley.Credit(counted, steps.Count, PathTransform.Exposure),
            sum
        );
        var fits = new Dictionary<PathStep, StepFit>();
        for (int step = 0; step < steps.Count; step++)
        {
            fits[steps[step]] = new StepFit(
                chain.RemovalEffects[step],
                markov[step],
                shapley[step],
                counterfactual[step]
            );
        }
        foreach (PathStep step in folded)
        {
            // What they came to is the others' together.
            fits[step] = default;
        }
        return new ModelFit(fits, sum.Orders, unconverted, sampled, ModelFit.NothingOf(sum.Unpriced == 0));
    }

    /// <summary>Whole units of all that there is, so that nothing is lost and nothing added.</summary>
    private static FittedCredit[] Share(StepCredit credit, PathSums sum)
    {
        Int128[] conversions = LargestRemainder.Split(sum.Orders * (Int128)Micros.PerUnit, credit.Conversions);
        Int128[]? revenue =
            sum.Unpriced > 0
                ? null
                // Where all of it came to nothing there is nothing to share it by.
                : LargestRemainder.Split(sum.RevenueMicros, credit.Value);
        return
        [
            .. conversions.Select((micros, step) => new FittedCredit(micros, revenue == null ? null : revenue[step])),
        ];
    }

    private static int Compare(PathStep a, PathStep b)
    {
        int order = string.CompareOrdinal(a.Campaign, b.Campaign);
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Creator, b.Creator);
        }
        return order != 0 ? order : string.CompareOrdinal(a.Channel, b.Channel);
    }
}
