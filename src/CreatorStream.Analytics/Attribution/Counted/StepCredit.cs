namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>What a model gives to each step.</summary>
/// <param name="Conversions">By step; they add up to the conversions of all paths with a step, but for rounding.</param>
/// <param name="Value">By step; the same for value.</param>
public sealed record StepCredit(double[] Conversions, double[] Value)
{
    /// <summary>Says which part of a path each of its positions gets; adds up to 1. The weights come as zeros, at least one.</summary>
    internal delegate void Weigh(ReadOnlySpan<int> steps, Span<double> weights);

    /// <summary>The credit of models that share each path by itself.</summary>
    internal static StepCredit Of(IReadOnlyList<CountedPath> paths, int steps, Weigh weigh)
    {
        CountedPath.Check(paths, steps);
        var credit = new StepCredit(new double[steps], new double[steps]);
        double[] buffer = [];
        foreach (CountedPath path in paths)
        {
            ReadOnlySpan<int> met = path.Steps.Span;
            if (met.IsEmpty || path.Conversions == 0)
            {
                continue;
            }
            if (buffer.Length < met.Length)
            {
                buffer = new double[Math.Max(met.Length, 2 * buffer.Length)];
            }
            Span<double> weights = buffer.AsSpan(0, met.Length);
            weights.Clear();
            weigh(met, weights);
            for (int at = 0; at < met.Length; at++)
            {
                credit.Add(met[at], weights[at], path);
            }
        }
        return credit;
    }

    internal void Add(int step, double weight, in CountedPath path)
    {
        Conversions[step] += weight * path.Conversions;
        Value[step] += weight * path.Value;
    }
}
