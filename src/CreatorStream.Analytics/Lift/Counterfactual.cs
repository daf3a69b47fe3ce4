namespace CreatorStream.Analytics.Lift;

/// <summary>
/// The effect of an intervention on a series: what was, less what a Bayesian structural time series, which knows the
/// series up to the intervention and its controls all along, predicts. Model, priors and summary are those of R's
/// CausalImpact with its defaults (Brodersen, Gallusser, Koehler, Remy and Scott, Annals of Applied Statistics 9, 2015)
/// and of bsts (Scott and Varian, International Journal of Mathematical Modelling and Numerical Optimisation 5, 2014):
/// a local level, static regression, and seasons where they are asked for.
/// </summary>
public static class Counterfactual
{
    private const double Tail = 0.025;

    /// <summary>The same on every machine for the same series and seed.</summary>
    /// <param name="series">Points, and where the intervention is.</param>
    /// <param name="seed">Of the draws; one that follows from the series where none is given.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ArgumentException">Lengths that differ, gaps where there may be none, fewer than
    /// <see cref="LiftSeries.LeastBefore"/> known points before the intervention, or all of them the same.</exception>
    public static LiftEstimate Estimate(LiftSeries series, ulong? seed = null, CancellationToken ct = default)
    {
        series.Check();
        var scale = Scale.Of(series.KnownBefore);
        Scale[] controlScales = [.. series.Controls.Select(control => Scale.Of(control.Take(series.Before)))];
        double[][] controls =
        [
            .. series.Controls.Zip(
                controlScales,
                // A control that never moved before says nothing of how the series follows it.
                (control, own) => control.Select(x => own.Deviation > 0 ? own.Standardise(x) : 0).ToArray()
            ),
        ];
        double[] after = [.. series.Y.Skip(series.Before)];
        var draws = new LiftDraws(
            [.. series.Y.Take(series.Before).Select(scale.Standardise)],
            controls,
            after.Length,
            series.Seasons,
            series.KeepsControls,
            series.Draws
        );
        draws.Run(new LiftRandom(seed ?? series.Seed()), ct);

        var points = new LiftPoint[after.Length];
        double[] sums = new double[series.Draws];
        double[] sorted = new double[series.Draws];
        double actual = 0;
        double expected = 0;
        for (int t = 0; t < after.Length; t++)
        {
            ReadOnlySpan<double> predicted = draws.Predicted.AsSpan(t * series.Draws, series.Draws);
            for (int i = 0; i < sums.Length; i++)
            {
                sorted[i] = scale.Restore(predicted[i]);
                sums[i] += sorted[i];
            }
            double mean = scale.Restore(draws.Expected[series.Before + t]);
            actual += after[t];
            expected += mean;
            Estimate point = Interval(mean, sorted);
            sums.CopyTo(sorted, 0);
            points[t] = new LiftPoint(point, Less(after[t], point), Less(actual, Interval(expected, sorted)));
        }

        Estimate total = points[^1].Cumulative;
        var whole = new Estimate(actual - total.Value, actual - total.High, actual - total.Low);
        return new LiftEstimate
        {
            ExpectedBefore = [.. draws.Expected.Take(series.Before).Select(scale.Restore)],
            After = points,
            ActualAverage = actual / after.Length,
            ExpectedAverage = Times(whole, 1.0 / after.Length),
            Average = Times(total, 1.0 / after.Length),
            Cumulative = total,
            Relative = whole.Low > 0 || whole.High < 0 ? RelativeTo(sums, actual) : null,
            TailProbability = TailOf(sums, actual),
            Controls =
            [
                .. controlScales
                    .Zip(draws.Inclusion, draws.Coefficients)
                    .Select(of => new ControlUse(
                        of.Second,
                        of.First.Deviation > 0 ? of.Third * scale.Deviation / of.First.Deviation : 0
                    )),
            ],
        };
    }

    private static Estimate RelativeTo(double[] sums, double actual)
    {
        double[] ratios = [.. sums.Select(sum => actual / sum - 1)];
        return Interval(ratios.Average(), ratios);
    }

    /// <summary>CausalImpact's one-sided tail probability, with what was observed as one more draw.</summary>
    private static double TailOf(double[] sums, double actual)
    {
        int above = 1 + sums.Count(sum => sum >= actual);
        int below = 1 + sums.Count(sum => sum <= actual);
        return Math.Min(above, below) / (sums.Length + 1.0);
    }

    private static Estimate Interval(double value, double[] draws)
    {
        Array.Sort(draws);
        return new Estimate(value, Quantile(draws, Tail), Quantile(draws, 1 - Tail));
    }

    /// <summary>Between the two neighbours in proportion, as R does unless told otherwise (type 7).</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)at;
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }

    private static Estimate Less(double actual, Estimate expected) =>
        new(actual - expected.Value, actual - expected.High, actual - expected.Low);

    private static Estimate Times(Estimate estimate, double factor) =>
        new(estimate.Value * factor, estimate.Low * factor, estimate.High * factor);
}
