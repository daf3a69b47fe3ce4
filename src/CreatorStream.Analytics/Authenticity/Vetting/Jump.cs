namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>A reading of an account's followers.</summary>
/// <param name="TimeSeconds">Since 1970 UTC.</param>
public readonly record struct FollowerReading(long TimeSeconds, long Followers)
{
    private const long DaySeconds = 86_400;

    /// <summary>Of UTC, since 1970.</summary>
    public long Day => TimeSeconds / DaySeconds;
}

/// <summary>A step of followers far greater than usual.</summary>
/// <param name="FromSeconds">The reading before it, since 1970 UTC.</param>
/// <param name="ToSeconds">The reading after it.</param>
/// <param name="Before">The highest reading of the week before it.</param>
/// <param name="After">At the reading after it.</param>
/// <param name="UsualRate">Followers gained a day, by the median step.</param>
/// <param name="Spread">The median deviation of steps from it.</param>
/// <param name="Rounding">By how much the platform rounds: a difference of two readings is uncertain by it. 0: not at all.</param>
/// <param name="Gone">How many followers were lost again in the weeks after it, and not given back within two days.</param>
public sealed record Jump(
    long FromSeconds,
    long ToSeconds,
    long Before,
    long After,
    double UsualRate,
    double Spread,
    long Rounding,
    long Gone
)
{
    private const double DaySeconds = 86_400;

    /// <summary>Half of a 95 % interval, in median deviations of a normal distribution.</summary>
    private const double HalfInterval = 1.959964 * 1.4826;

    public long Gain => After - Before;

    /// <summary>How many of these followers would have come anyway.</summary>
    public double Expected => Honest(UsualRate);

    /// <summary>The part of the gain that was lost again, at least: all of it where even more went.</summary>
    public double Lost => Math.Clamp(Gone - Rounding, 0, Gain) / (double)Gain;

    /// <summary>
    /// Of the gain, what the usual gain doesn't explain; the interval is by how far steps usually differ, and by rounding.
    /// </summary>
    public BoughtCount Bought =>
        BoughtCount.Of(
            Gain - Expected,
            Gain - Rounding - Honest(UsualRate + (HalfInterval * Spread)),
            Gain + Rounding - Honest(UsualRate - (HalfInterval * Spread)),
            Gain
        );

    /// <summary>What of it is still there: who went again is held to be bought.</summary>
    public BoughtCount Left => Bought.Without(Gone);

    private double Honest(double rate) => Math.Max(0, rate) * (ToSeconds - FromSeconds) / DaySeconds;
}

/// <summary>What was looked for in the readings of an account.</summary>
/// <param name="Steps">How many there are; below <see cref="FollowerJump.LeastSteps"/> nothing is said.</param>
/// <param name="Unexplained">Those of the jumps that no content explains; null: nothing is known that might.</param>
/// <param name="IsCut">Whether a great step has too few readings before or after it to say what it is.</param>
public sealed record JumpFindings(int Steps, IReadOnlyList<Jump> Jumps, IReadOnlyList<Jump>? Unexplained, bool IsCut);
