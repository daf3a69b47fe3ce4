namespace CreatorStream.Analytics.Authenticity;

/// <summary>How likely an actor is no person, by all detectors together.</summary>
public static class Score
{
    private static readonly int Causes = Enum.GetValues<Cause>().Length;

    /// <summary>
    /// 0 … 1. Of detectors with one cause the strongest counts, for they may see the same thing; causes count as independent: what
    /// is left of the likelihood that it is a person after each of them. So one weak cause adds little to a strong one, and
    /// several weak ones come to more than each.
    /// </summary>
    public static double Of(in ActorEvidence evidence)
    {
        Span<double> strongest = stackalloc double[Causes];
        foreach (Detector detector in Detectors.All)
        {
            ref double of = ref strongest[(int)detector.Cause];
            of = Math.Max(of, detector.Likelihood(evidence));
        }
        double person = 1;
        foreach (double likelihood in strongest)
        {
            person *= 1 - likelihood;
        }
        return 1 - person;
    }
}
