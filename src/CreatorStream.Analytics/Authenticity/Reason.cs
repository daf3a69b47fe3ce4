namespace CreatorStream.Analytics.Authenticity;

/// <summary>Why an actor is held to be no person, as it is shown beside what it leads to.</summary>
/// <param name="Confidence">0 … 1, by judgement: there are no labelled data of our own yet.</param>
/// <param name="FalsePositives">Who may be accused wrongly.</param>
public sealed record Reason(string Code, string Rule, double Confidence, string FalsePositives);
