namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>A path and how often it was gone: what models see that know no single person.</summary>
/// <param name="Steps">Numbers of channels or creators, 0 to n−1, in the order they were met; repeats allowed, empty: nobody was met.</param>
/// <param name="Conversions">How many conversions it led to; at least 0, finite, may be a fraction.</param>
/// <param name="Value">Of these conversions together, in any unit; at least 0, and 0 where there are none.</param>
/// <param name="Nulls">How often it was gone without a conversion; at least 0.</param>
public readonly record struct CountedPath(ReadOnlyMemory<int> Steps, double Conversions, double Value, double Nulls)
{
    /// <exception cref="ArgumentException">A path that breaks what its parameters promise.</exception>
    internal static void Check(IReadOnlyList<CountedPath> paths, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        foreach (CountedPath path in paths)
        {
            if (!(IsCount(path.Conversions) && IsCount(path.Value) && IsCount(path.Nulls)))
            {
                throw new ArgumentException("a count or value of a path is negative or not finite", nameof(paths));
            }
            if (path.Value > 0 && path.Conversions == 0)
            {
                throw new ArgumentException("a path has a value without conversions", nameof(paths));
            }
            foreach (int step in path.Steps.Span)
            {
                if ((uint)step >= (uint)steps)
                {
                    throw new ArgumentException($"step {step} is none of {steps}", nameof(paths));
                }
            }
        }
    }

    private static bool IsCount(double count) => count >= 0 && double.IsFinite(count);
}
