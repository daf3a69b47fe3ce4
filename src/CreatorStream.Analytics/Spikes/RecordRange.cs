namespace CreatorStream.Analytics.Spikes;

/// <summary>How far a value is beyond all before it, as a share of their range: the simplest outlier there is.</summary>
internal struct RecordRange
{
    private const int Warmup = 60;

    private double least;
    private double greatest;
    private int values;

    /// <summary>0 to 1, reached where the range doubles.</summary>
    public double Next(double x)
    {
        if (values++ == 0)
        {
            least = greatest = x;
        }
        double beyond = Math.Max(x - greatest, least - x);
        double share = values > Warmup && beyond > 0 ? Math.Min(1, beyond / (greatest - least + double.Epsilon)) : 0;
        least = Math.Min(least, x);
        greatest = Math.Max(greatest, x);
        return share;
    }
}
