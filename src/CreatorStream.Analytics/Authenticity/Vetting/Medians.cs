namespace CreatorStream.Analytics.Authenticity.Vetting;

internal static class Medians
{
    /// <summary>The lower of the middle two where their number is even; NaN of none.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(sorted.Length - 1) / 2];
    }
}
