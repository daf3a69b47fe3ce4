namespace CreatorStream.Analytics.Value;

/// <summary>
/// Bounds of the logarithms of parameters. Where data say nothing of a parameter its likelihood is flat out to 0 or
/// infinity; past a bound the cost rises by the square of the distance, so that a fit ends near it.
/// </summary>
internal sealed class LogBounds(params (double Low, double High)[] bounds)
{
    /// <summary>What is added to the cost; its gradient is added to the gradient.</summary>
    public double Cost(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        double cost = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            double over = logs[i] - Math.Clamp(logs[i], bounds[i].Low, bounds[i].High);
            cost += over * over;
            gradient[i] += 2 * over;
        }
        return cost;
    }

    /// <summary>Whether a logarithm ended where only the bound held it.</summary>
    public bool IsAt(int index, double log) => log < bounds[index].Low + 0.5 || log > bounds[index].High - 0.5;
}
