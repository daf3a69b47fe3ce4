namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>
/// Shapley values, simplified: of Zhao, Mahboobi and Bagheri, "Shapley Value Methods for Attribution Modeling in Online
/// Advertising" (2018, arXiv:1804.05327). Where the worth of a coalition of steps is what all paths within it led to,
/// the value of a step is φ_j = Σ conversions(S) ÷ |S| over the sets S with j of steps that make up a path. So every
/// path is shared in equal parts by its distinct steps, and nothing grows with the number of coalitions.
/// </summary>
public static class Shapley
{
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps)
    {
        // In which path a step was met last, counted from 1.
        int[] metIn = new int[Math.Max(steps, 0)];
        int path = 0;
        return StepCredit.Of(
            paths,
            steps,
            (met, weights) =>
            {
                path++;
                int distinct = 0;
                for (int at = 0; at < met.Length; at++)
                {
                    if (metIn[met[at]] != path)
                    {
                        metIn[met[at]] = path;
                        weights[at] = 1;
                        distinct++;
                    }
                }
                foreach (ref double weight in weights)
                {
                    weight /= distinct;
                }
            }
        );
    }
}
