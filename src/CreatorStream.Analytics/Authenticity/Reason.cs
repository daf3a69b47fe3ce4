namespace CreatorStream.Analytics.Authenticity;

/// <summary>Why an actor is held to be no person, as it is shown beside what it leads to.</summary>
/// <param name="Confidence">0 … 1, by judgement: there are no labelled data of our own yet.</param>
/// <param name="FalsePositives">Who may be accused wrongly.</param>
public sealed record Reason(string Code, string Rule, double Confidence, string FalsePositives)
{
    /// <summary>No detector's: somebody said so.</summary>
    public static Reason Override { get; } =
        new(
            "override",
            "Somebody who may decide said that the actor is no person.",
            1,
            "Whoever they are wrong about."
        );

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<Reason> All { get; } = [.. Detectors.All.Select(detector => detector.Reason), Override];
}
