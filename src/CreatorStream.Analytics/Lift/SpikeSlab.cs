namespace CreatorStream.Analytics.Lift;

/// <summary>
/// A regression in which most coefficients may be exactly 0: stochastic search variable selection (George and McCulloch
/// 1997) with the prior that bsts takes from BoomSpikeSlab (Scott and Varian 2014). A control is included with a
/// probability; what the included ones are worth, b, is normal around 0 with precision Ω/σ², where
/// Ω = 0.01·(½ XᵀX + ½ diag XᵀX)/n is the information of a hundredth of an observation; σ² is the variance of the noise.
/// <para>Without controls only that variance is drawn, with the prior that bsts has for that case.</para>
/// </summary>
internal sealed class SpikeSlab
{
    private const double ExpectedSize = 3;
    private const double ExpectedR2 = 0.8;
    private const double PriorWeight = 50;
    private const double InformationWeight = 0.01;
    private const double DiagonalShrinkage = 0.5;

    // bsts' own, where there is nothing to regress on.
    private const double LoneWeight = 0.01;
    private const double NoiseLimit = 1.2;

    private readonly double[][] columns;
    private readonly int[] rows;
    private readonly double[] priorPrecision;
    private readonly double[] precision;
    private readonly double[] logOdds;
    private readonly VariancePrior noise;

    private readonly bool[] included;
    private readonly int[] order;
    private readonly int[] members;
    private readonly double[] products;
    private readonly double[] solution;
    private readonly Cholesky posterior;
    private readonly Cholesky prior;

    /// <param name="columns">The controls at all points, those after the intervention too (of standard deviation 1 before it; all 0: never included).</param>
    /// <param name="rows">Where the response was observed; 2 or more.</param>
    /// <param name="keepsAll">Whether every control that may be included always is.</param>
    public SpikeSlab(double[][] columns, int[] rows, bool keepsAll = false)
    {
        this.columns = columns;
        this.rows = rows;
        int k = columns.Length;
        noise =
            k == 0
                ? new VariancePrior(1, LoneWeight, NoiseLimit)
                : new VariancePrior(Math.Sqrt(1 - ExpectedR2), PriorWeight, NoiseLimit);
        Noise = noise.Guess * noise.Guess;
        priorPrecision = new double[k * k];
        precision = new double[k * k];
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double information = Product(columns[i], columns[j], null) / columns[i].Length;
                double own = InformationWeight * information * (i == j ? 1 : 1 - DiagonalShrinkage);
                priorPrecision[i * k + j] = priorPrecision[j * k + i] = own;
                precision[i * k + j] = precision[j * k + i] = own + Product(columns[i], columns[j], rows);
            }
        }
        // The intercept, which bsts counts as a column, is the level here.
        double share = keepsAll ? 1 : Math.Min(1, ExpectedSize / (k + 1));
        logOdds =
        [
            .. columns.Select(column =>
                column.All(x => x == 0) ? double.NegativeInfinity
                : share < 1 ? LiftRandom.Log(share / (1 - share))
                : double.PositiveInfinity
            ),
        ];
        included = [.. logOdds.Select(double.IsPositiveInfinity)];
        order = [.. Enumerable.Range(0, k)];
        members = new int[k];
        products = new double[k];
        solution = new double[k];
        posterior = new Cholesky(k);
        prior = new Cholesky(k);
        Coefficients = new double[k];
    }

    /// <summary>The coefficients drawn last; 0 for a control that is not included.</summary>
    public double[] Coefficients { get; }

    /// <summary>The variance of the noise drawn last.</summary>
    public double Noise { get; private set; }

    public bool Includes(int control) => included[control];

    /// <summary>Draws which controls are included, the noise, and the coefficients.</summary>
    /// <param name="response">What is to be explained, by point.</param>
    /// <param name="random">Draws.</param>
    public void Draw(ReadOnlySpan<double> response, LiftRandom random)
    {
        double squares = 0;
        foreach (int t in rows)
        {
            squares += response[t] * response[t];
        }

        for (int i = 0; i < columns.Length; i++)
        {
            double[] column = columns[i];
            double sum = 0;
            foreach (int t in rows)
            {
                sum += column[t] * response[t];
            }

            products[i] = sum;
        }

        Choose(squares, random);
        double left = Fit(squares, out int size);
        Noise = noise.Draw(left, rows.Length, random);
        double sd = Math.Sqrt(Noise);
        for (int i = 0; i < size; i++)
        {
            solution[i] += sd * random.Normal();
        }

        posterior.SolveUpper(solution);
        Array.Clear(Coefficients);
        for (int i = 0; i < size; i++)
        {
            Coefficients[members[i]] = solution[i];
        }
    }

    /// <summary>Every control in turn, in an order of chance, given the others; coefficients and noise integrated out.</summary>
    private void Choose(double squares, LiftRandom random)
    {
        int free = 0;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
            free += double.IsFinite(logOdds[i]) ? 1 : 0;
        }
        if (free == 0)
        {
            return;
        }

        double current = LogEvidence(squares);
        foreach (int control in order)
        {
            if (!double.IsFinite(logOdds[control]))
            {
                continue;
            }

            included[control] = !included[control];
            double flipped = LogEvidence(squares);
            double odds = flipped - current + (included[control] ? logOdds[control] : -logOdds[control]);
            if (random.Chance(odds))
            {
                current = flipped;
            }
            else
            {
                included[control] = !included[control];
            }
        }
    }

    /// <summary>The logarithm of the probability of the response given which controls are included, up to a constant.</summary>
    private double LogEvidence(double squares)
    {
        double left = Fit(squares, out int size);
        prior.Factor(priorPrecision, columns.Length, members.AsSpan(0, size));
        return 0.5 * (prior.LogDeterminant - posterior.LogDeterminant)
            - 0.5 * (noise.Weight + rows.Length) * LiftRandom.Log(noise.SumOfSquares + left);
    }

    /// <summary>Regresses on what is included; the sum of squares that is left, with what the prior takes off the fit.</summary>
    private double Fit(double squares, out int size)
    {
        size = 0;
        for (int i = 0; i < included.Length; i++)
        {
            if (included[i])
            {
                solution[size] = products[i];
                members[size++] = i;
            }
        }
        posterior.Factor(precision, columns.Length, members.AsSpan(0, size));
        posterior.SolveLower(solution);
        double left = squares;
        for (int i = 0; i < size; i++)
        {
            left -= solution[i] * solution[i];
        }

        // Below 0 only by rounding, where controls explain everything.
        return Math.Max(0, left);
    }

    private static double Product(double[] a, double[] b, int[]? rows)
    {
        double sum = 0;
        if (rows is null)
        {
            for (int t = 0; t < a.Length; t++)
            {
                sum += a[t] * b[t];
            }
        }
        else
        {
            foreach (int t in rows)
            {
                sum += a[t] * b[t];
            }
        }
        return sum;
    }
}
