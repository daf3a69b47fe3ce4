namespace CreatorStream.Analytics.Authenticity;

/// <summary>Why an actor is held to be no person. Flags: an actor may show several.</summary>
[Flags]
public enum Reasons : byte
{
    None = 0,
    KnownBot = 1,
    InhumanRate = 2,
}

/// <summary>
/// A rule as it is shown beside its verdicts.
/// </summary>
/// <param name="Confidence">0 … 1, by judgement: these rules have no labelled data of their own yet.</param>
/// <param name="FalsePositives">Who may be accused wrongly.</param>
public sealed record ReasonInfo(Reasons Reason, string Code, string Rule, double Confidence, string FalsePositives)
{
    public static IReadOnlyList<ReasonInfo> All { get; } =
    [
        new(
            Reasons.InhumanRate,
            "inhuman-rate",
            "More than 40 actions (clicks, visits, likes, comments, shares, saves, follows, mentions) within 60 s.",
            0.95,
            "Several people who share one visitor id, such as a device in a shop."
        ),
        new(
            Reasons.KnownBot,
            "known-bot",
            "The user agent names a crawler of the public list crawler-user-agents.",
            0.99,
            "A person whose browser extension or privacy tool names itself like a crawler."
        ),
    ];
}
