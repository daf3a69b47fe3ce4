namespace CreatorStream.Analytics.Authenticity;

/// <summary>How likely an actor is no person, by all detectors together.</summary>
public static class Score
{
    /// <summary>
    /// 0 … 1. Detectors count as independent: what is left of the likelihood that it is a person after each of them. So one weak
    /// detector adds little to a strong one, and several weak ones come to more than each.
    /// </summary>
    public static double Of(ActorEvidence evidence)
    {
        double person = 1;
        foreach (Detector detector in Detectors.All)
        {
            person *= 1 - detector.Likelihood(evidence);
        }
        return 1 - person;
    }
}
