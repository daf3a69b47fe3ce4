namespace CreatorStream.Analytics.Lift;

/// <summary>
/// A local level with seasons: y(t) = level(t) + season(t) + noise, level(t + 1) = level(t) + step, and the seasons of
/// one round add up to a change: season(t + 1) = change − season(t) − … − season(t − S + 2), everything normal (Durbin
/// and Koopman, Time Series Analysis by State Space Methods, 2nd edition, sections 3.2 and 4). The state at a point is
/// its level and its season and those before it, S numbers in all; without seasons S is 1. What it computes is in its
/// own arrays, which every call overwrites, so that ten thousand draws make no garbage.
/// </summary>
internal sealed class StructuralLevel
{
    private readonly int length;
    private readonly int size;
    private readonly double[] predicted;
    private readonly double[] covariance;
    private readonly double[] error;
    private readonly double[] inverse;
    private readonly double[] state;
    private readonly double[] moved;
    private readonly double[] backward;
    private readonly double[] corrected;
    private readonly double[] simulated;
    private readonly double[] difference;

    /// <param name="length">How many points the series has.</param>
    /// <param name="seasons">How many seasons a round has; 1 for none.</param>
    public StructuralLevel(int length, int seasons)
    {
        this.length = length;
        size = seasons;
        predicted = new double[length * size];
        covariance = new double[length * size * size];
        error = new double[length];
        inverse = new double[length];
        state = new double[size];
        moved = new double[size];
        backward = new double[size];
        corrected = new double[size * size];
        simulated = new double[length * size];
        difference = new double[length];
        States = new double[length * size];
    }

    /// <summary>The mean and variance of the level at the first point, before any data; seasons have that variance.</summary>
    public (double Mean, double Variance) Start { get; init; } = (0, 1);

    /// <summary>Variance of what is observed around level and season.</summary>
    public double Noise { get; set; } = 1;

    /// <summary>Variance of the level's steps.</summary>
    public double Step { get; set; } = 1;

    /// <summary>Variance of the seasons' changes.</summary>
    public double Change { get; set; } = 1;

    /// <summary>What was computed last: the states of all points, one after the other.</summary>
    public double[] States { get; }

    /// <summary>Level and season of a point.</summary>
    public double Signal(int t) => Observe(States.AsSpan(t * size, size));

    /// <summary>The sum of squares of the level's steps in <see cref="States"/>.</summary>
    public double StepSquares()
    {
        double squares = 0;
        for (int t = 1; t < length; t++)
        {
            double step = States[t * size] - States[(t - 1) * size];
            squares += step * step;
        }

        return squares;
    }

    /// <summary>The sum of squares of the seasons' changes in <see cref="States"/>.</summary>
    public double ChangeSquares()
    {
        double squares = 0;
        for (int t = 1; t < length; t++)
        {
            double change = States[t * size + 1];
            for (int i = 1; i < size; i++)
            {
                change += States[(t - 1) * size + i];
            }

            squares += change * change;
        }

        return squares;
    }

    /// <summary>The mean of the states given the whole series: Kalman filter forwards, smoother backwards.</summary>
    /// <param name="y">NaN where nothing was observed.</param>
    public void Smooth(ReadOnlySpan<double> y)
    {
        Filter(y);
        Array.Clear(backward);
        for (int t = length - 1; t >= 0; t--)
        {
            ReadOnlySpan<double> variance = covariance.AsSpan(t * size * size, size * size);
            MoveBack(backward);
            if (inverse[t] > 0)
            {
                double told = error[t];
                for (int i = 0; i < size; i++)
                {
                    told -= Observe(variance.Slice(i * size, size)) * backward[i];
                }

                told *= inverse[t];
                backward[0] += told;
                if (size > 1)
                {
                    backward[1] += told;
                }
            }
            for (int i = 0; i < size; i++)
            {
                ReadOnlySpan<double> row = variance.Slice(i * size, size);
                double sum = predicted[t * size + i];
                for (int j = 0; j < row.Length; j++)
                {
                    sum += row[j] * backward[j];
                }

                States[t * size + i] = sum;
            }
        }
    }

    /// <summary>
    /// Draws the states from their distribution given the whole series, by the simulation smoother of Durbin and Koopman
    /// (Biometrika 89, 2002): states and a series are made up, and what the made-up series tells less than the real one
    /// is added to the made-up states.
    /// </summary>
    /// <param name="y">NaN where nothing was observed.</param>
    /// <param name="random">Draws.</param>
    public void Draw(ReadOnlySpan<double> y, LiftRandom random)
    {
        double noise = Math.Sqrt(Noise);
        double start = Math.Sqrt(Start.Variance);
        // Made up around 0, so that the start's mean comes in once, by the smoother.
        for (int i = 0; i < size; i++)
        {
            state[i] = start * random.Normal();
        }

        for (int t = 0; t < length; t++)
        {
            state.CopyTo(simulated, t * size);
            difference[t] = y[t] - (Observe(state) + noise * random.Normal());
            Walk(state, random);
        }
        Smooth(difference);
        for (int i = 0; i < simulated.Length; i++)
        {
            States[i] += simulated[i];
        }
    }

    /// <summary>The state of the point after those of the series, made up from the last of <see cref="States"/>.</summary>
    /// <param name="into">Takes it; what <see cref="WalkOn"/> goes on from.</param>
    public void WalkFromEnd(Span<double> into, LiftRandom random)
    {
        States.AsSpan((length - 1) * size, size).CopyTo(into);
        Walk(into, random);
    }

    /// <summary>Level and season of a state, which then goes on to the next point.</summary>
    public double WalkOn(Span<double> at, LiftRandom random)
    {
        double signal = Observe(at);
        Walk(at, random);
        return signal;
    }

    private double Observe(ReadOnlySpan<double> at) => size > 1 ? at[0] + at[1] : at[0];

    private void Walk(Span<double> at, LiftRandom random)
    {
        Move(at);
        at[0] += Math.Sqrt(Step) * random.Normal();
        if (size > 1)
        {
            at[1] += Math.Sqrt(Change) * random.Normal();
        }
    }

    /// <summary>To the next point, without what chance adds: the level stays, the season is what makes the round 0.</summary>
    private static void Move(Span<double> at)
    {
        double sum = 0;
        for (int i = at.Length - 1; i >= 1; i--)
        {
            sum += at[i];
            at[i] = i > 1 ? at[i - 1] : 0;
        }
        if (at.Length > 1)
        {
            at[1] = -sum;
        }
    }

    /// <summary>The transpose of <see cref="Move"/>.</summary>
    private static void MoveBack(Span<double> at)
    {
        double first = at.Length > 1 ? at[1] : 0;
        for (int i = 1; i < at.Length; i++)
        {
            at[i] = (i + 1 < at.Length ? at[i + 1] : 0) - first;
        }
    }

    private void Filter(ReadOnlySpan<double> y)
    {
        Array.Clear(state);
        state[0] = Start.Mean;
        Array.Clear(corrected);
        for (int i = 0; i < size; i++)
        {
            corrected[i * size + i] = Start.Variance;
        }

        for (int t = 0; t < length; t++)
        {
            Span<double> variance = covariance.AsSpan(t * size * size, size * size);
            state.CopyTo(predicted, t * size);
            corrected.CopyTo(variance);
            inverse[t] = 0;
            if (!double.IsNaN(y[t]))
            {
                Correct(t, y[t], variance);
            }

            Move(state);
            // T·P·Tᵀ: every row, then every column.
            for (int i = 0; i < size; i++)
            {
                Move(corrected.AsSpan(i * size, size));
            }

            for (int j = 0; j < size; j++)
            {
                for (int i = 0; i < size; i++)
                {
                    moved[i] = corrected[i * size + j];
                }

                Move(moved);
                for (int i = 0; i < size; i++)
                {
                    corrected[i * size + j] = moved[i];
                }
            }
            corrected[0] += Step;
            if (size > 1)
            {
                corrected[size + 1] += Change;
            }
        }
    }

    private void Correct(int t, double y, ReadOnlySpan<double> variance)
    {
        for (int i = 0; i < size; i++)
        {
            moved[i] = Observe(variance.Slice(i * size, size));
        }

        inverse[t] = 1 / (Observe(moved) + Noise);
        error[t] = y - Observe(state);
        for (int i = 0; i < size; i++)
        {
            double gain = moved[i] * inverse[t];
            state[i] += gain * error[t];
            for (int j = 0; j < size; j++)
            {
                corrected[i * size + j] -= gain * moved[j];
            }
        }
    }
}
