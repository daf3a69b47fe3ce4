namespace CreatorStream.Analytics.Lift;

/// <summary>An estimate and the ends of its 95 % interval.</summary>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>A point from the intervention on, in the units of the series.</summary>
/// <param name="Expected">What would have been without the intervention.</param>
/// <param name="Effect">What was, less that.</param>
/// <param name="Cumulative">The effects from the intervention up to this point, summed.</param>
public readonly record struct LiftPoint(Estimate Expected, Estimate Effect, Estimate Cumulative);

/// <summary>How a control was used.</summary>
/// <param name="Inclusion">The probability that it belongs into the model, 0 to 1.</param>
/// <param name="Coefficient">How much the series changes with a unit of it, on average over all models, those without
/// it included.</param>
public readonly record struct ControlUse(double Inclusion, double Coefficient);

/// <summary>What an intervention changed, as the summary of R's CausalImpact has it.</summary>
public sealed record LiftEstimate
{
    /// <summary>Before the intervention: what the model makes of each point, the known points after it included.</summary>
    public required IReadOnlyList<double> ExpectedBefore { get; init; }

    /// <summary>From the intervention on.</summary>
    public required IReadOnlyList<LiftPoint> After { get; init; }

    /// <summary>The mean of the series from the intervention on.</summary>
    public required double ActualAverage { get; init; }

    /// <summary>What that mean would have been.</summary>
    public required Estimate ExpectedAverage { get; init; }

    /// <summary>The mean effect of a point.</summary>
    public required Estimate Average { get; init; }

    /// <summary>The sum of all effects.</summary>
    public required Estimate Cumulative { get; init; }

    /// <summary>The sum of the series over what was expected, less 1; the mean of draws, as in CausalImpact since 1.3.
    /// Null where the expected sum may as well be 0 or of the other sign.</summary>
    public required Estimate? Relative { get; init; }

    /// <summary>How probable a sum at least as far out is without any effect, on the side where it lies (0 to 0.5).</summary>
    public required double TailProbability { get; init; }

    /// <summary>In the order of the controls.</summary>
    public required IReadOnlyList<ControlUse> Controls { get; init; }
}
