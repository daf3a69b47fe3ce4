namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// What one rule makes of evidence: a file each, which says the rule, where it comes from, whom it may wrong and what it costs;
/// <see cref="Detectors"/> lists them.
/// </summary>
/// <param name="Likelihood">How likely the actor is no person, by this rule alone: 0 … 1; 0 where it says nothing.</param>
public sealed record Detector(Reason Reason, Cause Cause, Func<ActorEvidence, double> Likelihood)
{
    /// <summary>One whose rule holds or doesn't: where it holds it is as sure as the reason says.</summary>
    public static Detector Of(Reason reason, Cause cause, Predicate<ActorEvidence> holds) =>
        new(reason, cause, evidence => holds(evidence) ? reason.Confidence : 0);
}
