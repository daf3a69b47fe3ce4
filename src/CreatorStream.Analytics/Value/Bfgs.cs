namespace CreatorStream.Analytics.Value;

/// <summary>A smooth function of several numbers; writes its gradient there, too.</summary>
internal delegate double SmoothFunction(ReadOnlySpan<double> at, Span<double> gradient);

/// <summary>Where a function is least.</summary>
/// <param name="At">n numbers.</param>
/// <param name="Value">The function there.</param>
/// <param name="InverseHessian">n × n by rows: what the steps have shown of the curvature.</param>
internal sealed record Minimum(double[] At, double Value, double[] InverseHessian);

/// <summary>
/// Minimization by Broyden, Fletcher, Goldfarb and Shanno's method with a line search by bisection for the weak Wolfe
/// conditions (Nocedal and Wright 2006, chapter 6; Lewis and Overton 2013). No chance in it: the same start, the same
/// result. Functions of less than about ten numbers.
/// </summary>
internal static class Bfgs
{
    private const int MostSteps = 300;
    private const int MostHalvings = 60;
    private const double FlatEnough = 1e-9;

    /// <param name="function">Must be finite at the start; elsewhere NaN and infinity count as too high.</param>
    /// <param name="start">n numbers.</param>
    /// <param name="inverseHessian">n × n by rows, of a minimum that is near; the identity without it.</param>
    public static Minimum Minimize(SmoothFunction function, double[] start, double[]? inverseHessian = null)
    {
        int n = start.Length;
        double[] at = [.. start];
        double[] gradient = new double[n];
        double value = function(at, gradient);
        double[] inverse = inverseHessian is null ? Identity(n) : [.. inverseHessian];
        bool isFresh = inverseHessian is null;
        double[] direction = new double[n];
        double[] next = new double[n];
        double[] nextGradient = new double[n];
        for (int step = 0; step < MostSteps && Largest(gradient) > FlatEnough; step++)
        {
            Turn(inverse, gradient, direction);
            double slope = Dot(gradient, direction);
            double first = isFresh ? Math.Min(1, 1 / Largest(gradient)) : 1;
            double? found = slope < 0 ? Search(function, at, value, direction, slope, first, next, nextGradient) : null;
            if (found is not { } nextValue)
            {
                if (isFresh)
                {
                    break;
                }

                inverse = Identity(n);
                isFresh = true;
                continue;
            }
            Update(inverse, at, next, gradient, nextGradient, isFresh);
            isFresh = false;
            bool isFlat = value - nextValue <= 1e-16 * Math.Abs(value);
            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            if (isFlat)
            {
                break;
            }
        }
        return new Minimum(at, value, inverse);
    }

    /// <summary>A point along the direction that is lower and less steep; null where there is none.</summary>
    private static double? Search(
        SmoothFunction function,
        double[] at,
        double value,
        double[] direction,
        double slope,
        double length,
        double[] next,
        double[] nextGradient
    )
    {
        double low = 0;
        double high = double.PositiveInfinity;
        for (int i = 0; i < MostHalvings; i++)
        {
            for (int k = 0; k < at.Length; k++)
            {
                next[k] = at[k] + length * direction[k];
            }

            double nextValue = function(next, nextGradient);
            if (!(nextValue <= value + 1e-4 * length * slope))
            {
                high = length;
            }
            else if (Dot(nextGradient, direction) < 0.9 * slope)
            {
                low = length;
            }
            else
            {
                return nextValue;
            }

            length = double.IsPositiveInfinity(high) ? 2 * low : (low + high) / 2;
        }
        return null;
    }

    private static void Update(
        double[] inverse,
        double[] at,
        double[] next,
        double[] gradient,
        double[] nextGradient,
        bool isFresh
    )
    {
        int n = at.Length;
        double[] s = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++)
        {
            s[i] = next[i] - at[i];
            y[i] = nextGradient[i] - gradient[i];
        }
        double sy = Dot(s, y);
        if (!(sy > 1e-300))
        {
            return;
        }

        if (isFresh)
        {
            double scale = sy / Dot(y, y);
            for (int i = 0; i < n; i++)
            {
                inverse[i * n + i] = scale;
            }
        }
        double[] hy = new double[n];
        for (int i = 0; i < n; i++)
        {
            hy[i] = Dot(inverse.AsSpan(i * n, n), y);
        }

        double factor = (1 + Dot(y, hy) / sy) / sy;
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                inverse[i * n + k] += factor * s[i] * s[k] - (s[i] * hy[k] + hy[i] * s[k]) / sy;
            }
        }
    }

    private static void Turn(double[] inverse, double[] gradient, double[] direction)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = -Dot(inverse.AsSpan(i * direction.Length, direction.Length), gradient);
        }
    }

    private static double[] Identity(int n)
    {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            identity[i * n + i] = 1;
        }

        return identity;
    }

    private static double Largest(double[] numbers) => numbers.Max(Math.Abs);

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
