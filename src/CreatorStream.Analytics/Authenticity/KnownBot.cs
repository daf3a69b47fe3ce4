namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>known-bot</c>: a touch or a claim of the actor has the user agent of a crawler (<see cref="CrawlerAgents"/>, from the
/// public list crawler-user-agents), or one that says itself what it is by the rule of <see cref="Agents.AutomatedAgents"/> (its words or an address). Costs a search in
/// each agent that a batch holds, not in each event's.
/// </summary>
public static class KnownBot
{
    private const double ListedConfidence = 0.99;

    /// <summary>
    /// Below what <see cref="Agents.AutomatedAgents"/> says of an agent: that was measured with agents that we made up. It makes nobody
    /// more than suspect.
    /// </summary>
    private const double LikelyConfidence = 0.7;

    public static Detector Detector { get; } =
        new(
            new Reason(
                "known-bot",
                "The user agent names a crawler of the public list crawler-user-agents, or says itself that it is a program's.",
                ListedConfidence,
                "A person whose browser extension or privacy tool names itself like a crawler, or whose browser hardly anybody has."
            ),
            Cause.Agent,
            evidence =>
                (evidence.Signs & Signs.KnownBot) != 0 ? ListedConfidence
                : (evidence.Signs & Signs.LikelyBot) != 0 ? LikelyConfidence
                : 0
        );
}
