namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// All that is known for or against an actor, from its own partition and from all of them together. Facts that rest on events
/// alone: never on a verdict.
/// </summary>
/// <param name="RepeatsText">It wrote what enough others wrote, too, or what it wrote often: see <see cref="RepeatedText"/>.</param>
/// <param name="Groups">The groups that it was found in.</param>
public readonly record struct ActorEvidence(Signs Signs, bool RepeatsText, GroupEvidence Groups = default);
