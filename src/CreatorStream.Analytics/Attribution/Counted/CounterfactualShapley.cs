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
public sealed class CounterfactualShapley
{
    private readonly List<Group> groups = [];

    /// <summary>By path, that of all that are the same after the transform.</summary>
    private readonly int[] groupOf;

    /// <summary>Which paths are the same, and which are those without a step, follows from the steps alone: found once for any counts.</summary>
    /// <param name="paths">Only their steps are looked at.</param>
    public CounterfactualShapley(IReadOnlyList<CountedPath> paths, PathTransform transform)
    {
        var numbers = new Dictionary<int[], int>(SameNumbers.Comparer);
        groupOf = new int[paths.Count];
        for (int at = 0; at < groupOf.Length; at++)
        {
            int[] elements = transform.Apply(paths[at].Steps.Span);
            if (!numbers.TryGetValue(elements, out int number))
            {
                numbers[elements] = number = groups.Count;
                groups.Add(new Group(elements, transform.Width()));
            }
            groupOf[at] = number;
        }
        foreach (Group group in groups)
        {
            group.FindOthers(numbers);
        }
    }

    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps, PathTransform transform) =>
        new CounterfactualShapley(paths, transform).Credit(paths, steps);

    /// <param name="paths">With the same steps as those it was made for.</param>
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps)
    {
        CountedPath.Check(paths, steps);
        IReadOnlyList<StepWeight[]> weights = Weights(paths);
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
    /// Valid until the next counts.
    /// </summary>
    public IReadOnlyList<StepWeight[]> Weights(IReadOnlyList<CountedPath> paths)
    {
        foreach (Group group in groups)
        {
            (group.Conversions, group.Nulls) = (0, 0);
        }
        for (int at = 0; at < groupOf.Length; at++)
        {
            Group group = groups[groupOf[at]];
            group.Conversions += paths[at].Conversions;
            group.Nulls += paths[at].Nulls;
        }
        foreach (Group group in groups)
        {
            group.Share(groups);
        }
        return [.. groupOf.Select(group => groups[group].Conversions > 0 ? groups[group].Weights : [])];
    }

    /// <summary>The paths that are one after the transform.</summary>
    private sealed class Group(int[] elements, int width)
    {
        private const int Nobody = -1;

        /// <summary>By element, the group of the path without it.</summary>
        private readonly int[] without = new int[elements.Length / width];

        public double Conversions { get; set; }
        public double Nulls { get; set; }
        public StepWeight[] Weights { get; } = new StepWeight[elements.Length / width];

        private double Rate => Conversions == 0 ? 0 : Conversions / (Conversions + Nulls);

        public void FindOthers(Dictionary<int[], int> numbers)
        {
            if (without.Length == 0)
            {
                return;
            }
            int[] others = elements[width..];
            for (int at = 0; at < without.Length; at++)
            {
                if (at > 0)
                {
                    // From the path without the element before to the one without this.
                    elements.AsSpan((at - 1) * width, width).CopyTo(others.AsSpan((at - 1) * width));
                }
                without[at] = without.Length > 1 && numbers.TryGetValue(others, out int number) ? number : Nobody;
            }
        }

        public void Share(List<Group> groups)
        {
            double rate = Rate;
            double sum = 0;
            for (int at = 0; at < Weights.Length; at++)
            {
                double rateWithout = without[at] == Nobody ? 0 : groups[without[at]].Rate;
                Weights[at] = new StepWeight(elements[at * width], Math.Max(0, rate - rateWithout));
                sum += Weights[at].Weight;
            }
            for (int at = 0; at < Weights.Length; at++)
            {
                double weight =
                    sum > 0 ? Weights[at].Weight / sum
                    : at == Weights.Length - 1 ? 1
                    : 0;
                Weights[at] = Weights[at] with { Weight = weight };
            }
        }
    }
}
