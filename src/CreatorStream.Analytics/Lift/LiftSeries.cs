namespace CreatorStream.Analytics.Lift;

/// <summary>A series with an intervention, and others that the intervention did not touch.</summary>
/// <param name="Y">The series, evenly spaced; NaN where it is not known, which may be before the intervention only.</param>
/// <param name="Before">How many points lie before the intervention; the others are from it on, at least one.</param>
/// <param name="Controls">Series of the same length, without gaps.</param>
public sealed record LiftSeries(IReadOnlyList<double> Y, int Before, IReadOnlyList<IReadOnlyList<double>> Controls)
{
    /// <summary>More would take long: the time of a draw goes with their square.</summary>
    public const int MostSeasons = 31;

    /// <summary>How many seasons a round has: 7 for weekdays of a daily series, 1 for none.</summary>
    public int Seasons { get; init; } = 1;

    /// <summary>Whether all controls belong into the model, so that draws leave none of them out: a weak rhythm that is left out
    /// is a bias, and an interval that knows nothing of it is too narrow.</summary>
    public bool KeepsControls { get; init; }

    /// <summary>How many draws an estimate is made of. R's default of 1,000 leaves a noise of some hundredths of a standard
    /// deviation in the interval's ends; so many make it a few thousandths.</summary>
    public int Draws { get; init; } = 10_000;

    /// <summary>Without so many known points before the intervention there is no estimate.</summary>
    public const int LeastBefore = 3;

    /// <summary>The greatest value, of either sign: squares of such values add up without overflow.</summary>
    public const double Largest = 1e15;

    /// <summary>The known points before the intervention.</summary>
    public IEnumerable<double> KnownBefore => Y.Take(Before).Where(y => !double.IsNaN(y));

    /// <summary>Whether a series has one and the same value, but for rounding, at all known points before the intervention.</summary>
    public bool IsConstantBefore(IReadOnlyList<double> series) =>
        Scale.Of(series.Take(Before).Where(y => !double.IsNaN(y))).Deviation == 0;

    /// <summary>A seed that follows from the data alone: the same series, the same draws.</summary>
    internal ulong Seed()
    {
        ulong seed = (ulong)Before + ((ulong)Seasons << 32);
        foreach (IReadOnlyList<double> series in Controls.Prepend(Y))
        {
            foreach (double value in series)
            {
                seed = (seed ^ BitConverter.DoubleToUInt64Bits(value)) * 0x9E3779B97F4A7C15;
                seed ^= seed >> 29;
            }
        }

        return seed;
    }

    /// <exception cref="ArgumentException">Lengths that differ, gaps where there may be none, too few points before,
    /// a constant series.</exception>
    internal void Check()
    {
        if (Before < 0 || Before >= Y.Count || KnownBefore.Count() < LeastBefore || IsConstantBefore(Y))
        {
            throw new ArgumentException(
                $"{LeastBefore} known points before the intervention that are not all the same, and one after, are the least"
            );
        }

        if (Seasons is < 1 or > MostSeasons)
        {
            throw new ArgumentException($"1 to {MostSeasons} seasons are possible");
        }

        if (!Y.Skip(Before).Concat(KnownBefore).All(IsUsable))
        {
            throw new ArgumentException($"no value is above {Largest:g}, and from the intervention on all are known");
        }

        if (Controls.Any(control => control.Count != Y.Count || !control.All(IsUsable)))
        {
            throw new ArgumentException(
                $"a control is as long as the series, without gaps or values above {Largest:g}"
            );
        }
    }

    private static bool IsUsable(double value) => Math.Abs(value) <= Largest;
}
