namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>What a step gets of a path, 0 to 1; those of a path add up to 1.</summary>
public readonly record struct StepWeight(int Step, double Weight);

/// <summary>
/// A simplified Shapley value by counterfactuals, the model of google/fractribution
/// (<c>py/fractribution_model/fractribution.py</c>). The value of a path is its rate: conversions ÷ how often it was
/// gone. What an element of a path contributes is the path's rate less that of the path without the element (0 if
/// nobody went that one), at least 0; these are scaled to a sum of 1. Where none contributes, the last gets all; who is
/// alone gets all. What is a path, and an element of it, says a <see cref="PathTransform"/>.
/// </summary>
public static class CounterfactualShapley
{
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps, PathTransform transform)
    {
        CountedPath.Check(paths, steps);
        IReadOnlyList<StepWeight[]> weights = Weights(paths, transform);
        var credit = new StepCredit(new double[steps], new double[steps]);
        for (int at = 0; at < paths.Count; at++)
        {
            foreach (StepWeight weight in weights[at])
            {
                credit.Add(weight.Step, weight.Weight, paths[at]);
            }
        }
        return credit;
    }

    /// <summary>
    /// How each path is shared: one list a path, in the order of its elements, in which a step may stand more than once.
    /// Empty for a path without steps, and for one of which no path that is the same after the transform led anywhere.
    /// </summary>
    public static IReadOnlyList<StepWeight[]> Weights(IReadOnlyList<CountedPath> paths, PathTransform transform)
    {
        var groups = new Dictionary<int[], Group>(SameNumbers.Comparer);
        var groupOf = new Group[paths.Count];
        for (int at = 0; at < paths.Count; at++)
        {
            int[] elements = transform.Apply(paths[at].Steps.Span);
            if (!groups.TryGetValue(elements, out Group? group))
            {
                groups.Add(elements, group = new Group());
            }
            group.Conversions += paths[at].Conversions;
            group.Nulls += paths[at].Nulls;
            groupOf[at] = group;
        }
        foreach ((int[] elements, Group group) in groups)
        {
            if (group.Conversions > 0 && elements.Length > 0)
            {
                group.Weights = Share(elements, group.Rate, transform.Width(), groups);
            }
        }
        return [.. groupOf.Select(group => group.Weights)];
    }

    private static StepWeight[] Share(int[] elements, double rate, int width, Dictionary<int[], Group> groups)
    {
        var weights = new StepWeight[elements.Length / width];
        int[] without = elements[width..];
        double sum = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            if (at > 0)
            {
                // From the path without the element before to the one without this.
                elements.AsSpan((at - 1) * width, width).CopyTo(without.AsSpan((at - 1) * width));
            }
            double rateWithout =
                weights.Length > 1 && groups.TryGetValue(without, out Group? counterfactual) ? counterfactual.Rate : 0;
            weights[at] = new StepWeight(elements[at * width], Math.Max(0, rate - rateWithout));
            sum += weights[at].Weight;
        }
        for (int at = 0; at < weights.Length; at++)
        {
            double weight =
                sum > 0 ? weights[at].Weight / sum
                : at == weights.Length - 1 ? 1
                : 0;
            weights[at] = weights[at] with { Weight = weight };
        }
        return weights;
    }

    /// <summary>The paths that are one after the transform.</summary>
    private sealed class Group
    {
        public double Conversions { get; set; }
        public double Nulls { get; set; }
        public StepWeight[] Weights { get; set; } = [];

        public double Rate => Conversions == 0 ? 0 : Conversions / (Conversions + Nulls);
    }
}
