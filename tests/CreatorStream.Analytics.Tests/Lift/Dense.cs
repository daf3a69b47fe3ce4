namespace CreatorStream.Analytics.Tests.Lift;

/// <summary>Matrix algebra as in a textbook, to hold fast methods against.</summary>
internal static class Dense
{
    /// <summary>Solves A·x = b by elimination with pivots; the logarithm of the determinant's magnitude beside it.</summary>
    public static (double[] Solution, double LogDeterminant) Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        double[,] m = (double[,])a.Clone();
        double[] x = [.. b];
        double logDeterminant = 0;
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(m[row, column]));
            for (int j = 0; j < n; j++)
            {
                (m[column, j], m[pivot, j]) = (m[pivot, j], m[column, j]);
            }

            (x[column], x[pivot]) = (x[pivot], x[column]);
            logDeterminant += Math.Log(Math.Abs(m[column, column]));
            for (int row = column + 1; row < n; row++)
            {
                double factor = m[row, column] / m[column, column];
                for (int j = column; j < n; j++)
                {
                    m[row, j] -= factor * m[column, j];
                }

                x[row] -= factor * x[column];
            }
        }
        for (int row = n - 1; row >= 0; row--)
        {
            for (int j = row + 1; j < n; j++)
            {
                x[row] -= m[row, j] * x[j];
            }

            x[row] /= m[row, row];
        }

        return (x, logDeterminant);
    }
}
