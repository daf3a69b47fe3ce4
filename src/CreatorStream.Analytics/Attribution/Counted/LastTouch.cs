namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>Last touch: all to the last step of a path. Unlike the model of single orders it can't tell clicks from views.</summary>
public static class LastTouch
{
    /// <exception cref="ArgumentException">A path that is none of so many steps (<see cref="CountedPath"/>).</exception>
    public static StepCredit Credit(IReadOnlyList<CountedPath> paths, int steps) =>
        StepCredit.Of(paths, steps, (_, weights) => weights[^1] = 1);
}
