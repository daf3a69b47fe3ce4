namespace CreatorStream.Analytics.Lift;

/// <summary>
/// Gibbs sampling of a local level with seasons and controls (Brodersen et al. 2015, section 2): level and seasons given
/// the rest, then which controls are included, the noise and the coefficients, then the variances of the steps. Everything is
/// in units of the series' standard deviation before the intervention, from its mean.
/// </summary>
internal sealed class LiftDraws
{
    private readonly int before;
    private readonly int after;
    private readonly double[] y;
    private readonly double[][] controls;
    private readonly SpikeSlab regression;
    private readonly StructuralLevel model;
    private readonly int seasons;
    private readonly int kept;
    private readonly double[] ahead;
    private readonly int[] included;

    /// <param name="y">Before the intervention; NaN where it is not known.</param>
    /// <param name="controls">At all points.</param>
    /// <param name="after">How many points are to be predicted.</param>
    /// <param name="seasons">How many seasons a round has; 1 for none.</param>
    /// <param name="keepsControls">Whether no control is left out.</param>
    /// <param name="kept">How many draws are kept.</param>
    public LiftDraws(double[] y, double[][] controls, int after, int seasons, bool keepsControls, int kept)
    {
        this.kept = kept;
        before = y.Length;
        this.after = after;
        this.y = y;
        this.controls = controls;
        int[] known = [.. Enumerable.Range(0, before).Where(t => !double.IsNaN(y[t]))];
        regression = new SpikeSlab(controls, known, keepsControls);
        // AddLocalLevel of bsts: the first point, give or take a standard deviation of the series.
        this.seasons = seasons;
        ahead = new double[seasons];
        model = new StructuralLevel(before, seasons) { Start = (y[known[0]], 1), Noise = regression.Noise };
        Expected = new double[before + after];
        Predicted = new double[after * kept];
        included = new int[controls.Length];
        Coefficients = new double[controls.Length];
    }

    /// <summary>The mean of the series without noise, by point.</summary>
    public double[] Expected { get; }

    /// <summary>The series with noise from the intervention on: all draws of the first point, then of the second …</summary>
    public double[] Predicted { get; }

    /// <summary>By control: the share of draws that include it.</summary>
    public IEnumerable<double> Inclusion => included.Select(count => (double)count / kept);

    /// <summary>By control: the mean of its coefficient.</summary>
    public double[] Coefficients { get; }

    /// <summary>Once for each instance.</summary>
    /// <exception cref="OperationCanceledException">It was stopped amid the draws.</exception>
    public void Run(LiftRandom random, CancellationToken ct)
    {
        // AddLocalLevel as CausalImpact calls it: a hundredth of the series' standard deviation, worth 32 observations,
        // and never more than that deviation. AddSeasonal has the same guess by default, but worth almost nothing.
        var steps = new VariancePrior(0.01, 32, 1);
        var changes = new VariancePrior(0.01, 0.01, 1);
        model.Step = steps.Guess * steps.Guess;
        model.Change = changes.Guess * changes.Guess;
        double[] signal = new double[before];
        double[] rest = new double[before];
        double[] fitted = new double[before + after];
        // As in R, the first tenth is not used: it still remembers where the chain began.
        for (int draw = -kept / 9; draw < kept; draw++)
        {
            ct.ThrowIfCancellationRequested();
            Subtract(y, fitted, rest);
            model.Draw(rest, random);
            for (int t = 0; t < before; t++)
            {
                signal[t] = model.Signal(t);
            }

            Subtract(y, signal, rest);
            regression.Draw(rest, random);
            model.Noise = regression.Noise;
            Fit(fitted);
            model.Step = steps.Draw(model.StepSquares(), before - 1, random);
            if (seasons > 1)
            {
                model.Change = changes.Draw(model.ChangeSquares(), before - 1, random);
            }

            if (draw >= 0)
            {
                Keep(draw, signal, fitted, random);
            }
        }
    }

    private void Keep(int draw, double[] signal, double[] fitted, LiftRandom random)
    {
        double part = 1.0 / kept;
        for (int t = 0; t < before; t++)
        {
            Expected[t] += part * (signal[t] + fitted[t]);
        }

        double noise = Math.Sqrt(model.Noise);
        model.WalkFromEnd(ahead, random);
        for (int t = 0; t < after; t++)
        {
            double expected = model.WalkOn(ahead, random) + fitted[before + t];
            Expected[before + t] += part * expected;
            Predicted[t * kept + draw] = expected + noise * random.Normal();
        }
        for (int i = 0; i < controls.Length; i++)
        {
            included[i] += regression.Includes(i) ? 1 : 0;
            Coefficients[i] += part * regression.Coefficients[i];
        }
    }

    private void Fit(double[] fitted)
    {
        Array.Clear(fitted);
        for (int i = 0; i < controls.Length; i++)
        {
            double coefficient = regression.Coefficients[i];
            if (coefficient == 0)
            {
                continue;
            }

            double[] control = controls[i];
            for (int t = 0; t < fitted.Length; t++)
            {
                fitted[t] += coefficient * control[t];
            }
        }
    }

    private static void Subtract(double[] from, double[] what, double[] into)
    {
        for (int t = 0; t < into.Length; t++)
        {
            into[t] = from[t] - what[t];
        }
    }
}
