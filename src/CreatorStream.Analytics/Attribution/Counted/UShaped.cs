namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>
/// U-shaped, also called position-based: 40 % to the first position of a path, 40 % to the last, 20 % to those between,
/// in equal parts; of two positions half to each, of one all.
/// </summary>
public static class UShaped
{
    private const double Outer = 0.4;
    private const double Inner = 0.2;

    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps) =>
        StepCredit.Of(
            paths,
            steps,
            (_, weights) =>
            {
                if (weights.Length <= 2)
                {
                    weights.Fill(1.0 / weights.Length);
                    return;
                }
                weights.Fill(Inner / (weights.Length - 2));
                weights[0] = Outer;
                weights[^1] = Outer;
            }
        );
}
