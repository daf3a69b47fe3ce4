using CreatorStream.Analytics.Lift;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>What can be said of the effect of a publication on a measure.</summary>
public enum LiftState
{
    /// <summary>There was more than chance explains.</summary>
    Effect,

    /// <summary>No more than chance explains, or less than usual, which no publication brings about.</summary>
    NoEffect,

    /// <summary>The hours in which it is looked for are not over.</summary>
    UnderWay,

    /// <summary>The two weeks before are not known.</summary>
    ShortHistory,

    /// <summary>There were hardly any visits before.</summary>
    FewEvents,

    /// <summary>The hours before are nearly all those of other publications.</summary>
    TooClose,
}

/// <summary>The effect of a publication on a measure.</summary>
/// <param name="Estimate">null: nothing could be estimated.</param>
public sealed record ProbableLift(LiftState State, LiftNumbers? Estimate = null)
{
    /// <param name="observed">By the hour, since the publication.</param>
    internal static ProbableLift Of(Estimate lift, ReadOnlySpan<double> observed)
    {
        double sum = 0;
        foreach (double hour in observed)
        {
            sum += hour;
        }
        var numbers = new LiftNumbers(
            sum,
            Rounded(sum - lift.Value),
            Rounded(lift.Value),
            Rounded(lift.Low),
            Rounded(lift.High)
        );
        return new ProbableLift(numbers.Low > 0 ? LiftState.Effect : LiftState.NoEffect, numbers);
    }

    /// <summary>Visits: more digits would be those of chance.</summary>
    private static double Rounded(double value) => Math.Round(value, 1);
}

/// <summary>In visits.</summary>
/// <param name="Observed">What was.</param>
/// <param name="Expected">What would have been.</param>
/// <param name="Lift">The one less the other.</param>
/// <param name="Low">Where its 95 % interval begins.</param>
/// <param name="High">Where it ends.</param>
public sealed record LiftNumbers(double Observed, double Expected, double Lift, double Low, double High);
