namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>Linear: the same to each position of a path, so that who was met twice gets twice.</summary>
public static class Linear
{
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps) =>
        StepCredit.Of(paths, steps, (_, weights) => weights.Fill(1.0 / weights.Length));
}
