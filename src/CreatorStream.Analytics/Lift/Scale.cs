namespace CreatorStream.Analytics.Lift;

/// <summary>Mean and standard deviation before the intervention, by which CausalImpact standardises.</summary>
/// <param name="Deviation">0 where the values don't differ, or by no more than rounding could make of one value.</param>
internal readonly record struct Scale(double Mean, double Deviation)
{
    private const double Rounding = 1e-12;

    public static Scale Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length < 2)
        {
            return new Scale(all.FirstOrDefault(), 0);
        }

        double mean = all.Average();
        double deviation = Math.Sqrt(all.Sum(x => (x - mean) * (x - mean)) / (all.Length - 1));
        return new Scale(mean, deviation > Rounding * Math.Abs(mean) ? deviation : 0);
    }

    public double Standardise(double x) => (x - Mean) / Deviation;

    public double Restore(double z) => Mean + z * Deviation;
}
