namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>Logistic regression by Newton's steps with a little ridge: what cross-validation of fixed weights takes.</summary>
internal static class LogisticFit
{
    private const int Steps = 12;
    private const double Ridge = 1;

    /// <param name="features">Of each row; the first is 1, for the intercept, which no ridge holds back.</param>
    /// <returns>A weight for each feature.</returns>
    public static double[] Of(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels)
    {
        int size = features[0].Length;
        double[] weights = new double[size];
        for (int step = 0; step < Steps; step++)
        {
            double[] gradient = [.. weights.Select((weight, i) => i == 0 ? 0 : -Ridge * weight)];
            double[,] curvature = new double[size, size];
            for (int i = 1; i < size; i++)
            {
                curvature[i, i] = Ridge;
            }

            for (int row = 0; row < features.Count; row++)
            {
                double[] x = features[row];
                double p = 1 / (1 + Math.Exp(-LogOdds(weights, x)));
                double residual = (labels[row] ? 1 : 0) - p;
                for (int i = 0; i < size; i++)
                {
                    gradient[i] += residual * x[i];
                    for (int k = 0; k < size; k++)
                    {
                        curvature[i, k] += p * (1 - p) * x[i] * x[k];
                    }
                }
            }
            double[] change = Solve(curvature, gradient);
            for (int i = 0; i < size; i++)
            {
                weights[i] += change[i];
            }
        }
        return weights;
    }

    public static double LogOdds(double[] weights, double[] features) => weights.Zip(features, (w, x) => w * x).Sum();

    /// <summary>Gauss's elimination; the matrix is symmetric and positive, so no pivot is needed.</summary>
    private static double[] Solve(double[,] matrix, double[] values)
    {
        int size = values.Length;
        for (int i = 0; i < size; i++)
        {
            for (int row = 0; row < size; row++)
            {
                double factor = row == i ? 0 : matrix[row, i] / matrix[i, i];
                for (int k = i; k < size; k++)
                {
                    matrix[row, k] -= factor * matrix[i, k];
                }
                values[row] -= factor * values[i];
            }
        }
        return [.. values.Select((value, i) => value / matrix[i, i])];
    }
}
