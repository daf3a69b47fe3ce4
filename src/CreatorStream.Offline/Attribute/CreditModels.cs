using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Import;

namespace CreatorStream.Offline.Attribute;

/// <summary>The models by the names they have on the command line.</summary>
internal static class CreditModels
{
    public const string Counterfactual = "counterfactual";

    public static string[] Names { get; } =
    ["first", "last", "linear", "u-shaped", "markov", "shapley", Counterfactual];

    public static string[] Transforms { get; } =
    [.. Enum.GetNames<PathTransform>().Select(name => name.ToLowerInvariant())];

    /// <returns>What each channel gets, and its removal effect where the model has such.</returns>
    /// <exception cref="InputException">The paths are too many or too odd for the model.</exception>
    public static (StepCredit Credit, double[]? RemovalEffects) Run(
        string model,
        PathTransform transform,
        PathTable table
    )
    {
        (IReadOnlyList<CountedPath> paths, int channels) = (table.Paths, table.Channels.Count);
        return model switch
        {
            "first" => (FirstTouch.Credit(paths, channels), null),
            "last" => (LastTouch.Credit(paths, channels), null),
            "linear" => (Linear.Credit(paths, channels), null),
            "u-shaped" => (UShaped.Credit(paths, channels), null),
            "markov" => OfMarkov(paths, channels),
            "shapley" => (Shapley.Credit(paths, channels), null),
            Counterfactual => (CounterfactualShapley.Credit(paths, channels, transform), null),
            _ => throw new UsageException($"no model '{model}'; there are: {string.Join(", ", Names)}"),
        };
    }

    private static (StepCredit Credit, double[]? RemovalEffects) OfMarkov(
        IReadOnlyList<CountedPath> paths,
        int channels
    )
    {
        if (channels > Markov.MostSteps)
        {
            throw new InputException(
                $"{channels:N0} channels, of which markov takes at most {Markov.MostSteps:N0}; give rare ones one name, or use another model"
            );
        }
        try
        {
            MarkovFit fit = Markov.Fit(paths, channels);
            return (fit.Credit, fit.RemovalEffects);
        }
        catch (ArithmeticException e)
        {
            throw new InputException($"markov: {e.Message}; leave out paths that are hardly ever gone", e);
        }
    }
}
