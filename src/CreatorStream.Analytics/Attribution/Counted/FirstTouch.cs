namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>First touch: all to the first step of a path.</summary>
public static class FirstTouch
{
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps) =>
        StepCredit.Of(paths, steps, (_, weights) => weights[0] = 1);
}
