namespace CreatorStream.Analytics.Lift;

/// <summary>A = L·Lᵀ for a symmetric positive definite matrix, as rows of a lower triangle in arrays that are reused.</summary>
/// <param name="capacity">The most rows.</param>
internal sealed class Cholesky(int capacity)
{
    private readonly double[] lower = new double[capacity * capacity];
    private int size;

    /// <summary>The logarithm of the determinant of A.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Takes the rows and columns of a matrix that are named.</summary>
    /// <param name="matrix">All rows, one after the other, <paramref name="stride"/> numbers each.</param>
    public void Factor(ReadOnlySpan<double> matrix, int stride, ReadOnlySpan<int> members)
    {
        size = members.Length;
        LogDeterminant = 0;
        for (int i = 0; i < size; i++)
        {
            Span<double> row = lower.AsSpan(i * capacity, i + 1);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> other = lower.AsSpan(j * capacity, j);
                double sum = matrix[members[i] * stride + members[j]];
                for (int k = 0; k < other.Length; k++)
                {
                    sum -= row[k] * other[k];
                }

                row[j] = j < i ? sum / lower[j * capacity + j] : Math.Sqrt(sum);
            }
            LogDeterminant += 2 * LiftRandom.Log(row[i]);
        }
    }

    /// <summary>Solves L·x = b in place.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = lower.AsSpan(i * capacity, i + 1);
            double sum = b[i];
            for (int j = 0; j < i; j++)
            {
                sum -= row[j] * b[j];
            }

            b[i] = sum / row[i];
        }
    }

    /// <summary>Solves Lᵀ·x = b in place.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            double sum = b[i];
            for (int j = i + 1; j < size; j++)
            {
                sum -= lower[j * capacity + i] * b[j];
            }

            b[i] = sum / lower[i * capacity + i];
        }
    }
}
