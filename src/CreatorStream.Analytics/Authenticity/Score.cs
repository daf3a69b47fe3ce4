namespace CreatorStream.Analytics.Authenticity;

/// <summary>How likely an actor is no person, by all detectors together.</summary>
public static class Score
{
    private static readonly int Causes = Enum.GetValues<Cause>().Length;

    /// <summary>
    /// 0 … 1. Of detectors with one cause the strongest counts, for they may see the same thing; causes count as independent: what
    /// is left of the likelihood that it is a person after each of them. So one weak cause adds little to a strong one, and
    /// several weak ones come to more than each. A flood of clicks that isn't sure counts by itself only.
    /// </summary>
    public static double Of(in ActorEvidence evidence)
    {
        Span<double> strongest = stackalloc double[Causes];
        foreach (Detector detector in Detectors.All)
        {
            ref double of = ref strongest[(int)detector.Cause];
            of = Math.Max(of, detector.Likelihood(evidence));
        }
        // A flood that strangers may have made up, in the name of somebody against whom something else speaks, makes nothing surer.
        bool isSure = (evidence.Signs & Signs.LikelyClickFlood) == 0 || (evidence.Signs & Signs.ClickFlood) != 0;
        double alone = isSure ? 0 : strongest[(int)Cause.Clicks];
        double person = 1;
        for (int cause = 0; cause < Causes; cause++)
        {
            person *= isSure || cause != (int)Cause.Clicks ? 1 - strongest[cause] : 1;
        }
        return Math.Max(1 - person, alone);
    }
}
