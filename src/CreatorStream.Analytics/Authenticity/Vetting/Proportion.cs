namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>A share with its 95 % interval (Wilson, <i>JASA</i> 22, 1927), which holds for few and for none, too.</summary>
/// <param name="Of">0: nothing is known; the interval is all from 0 to 1.</param>
public readonly record struct Proportion(long Count, long Of)
{
    private const double Z = 1.959964;

    public double Value => Of == 0 ? double.NaN : (double)Count / Of;
    public double Low => Of == 0 ? 0 : Math.Max(0, Centre - Half);
    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    private double Centre => (Count + Z * Z / 2) / (Of + Z * Z);
    private double Half => Z / (Of + Z * Z) * Math.Sqrt((double)Count * (Of - Count) / Of + Z * Z / 4);
}
