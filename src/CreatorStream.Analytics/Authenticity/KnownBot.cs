namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>known-bot</c>: a touch or a claim of the actor has the user agent of a crawler (<see cref="CrawlerAgents"/>, from the
/// public list crawler-user-agents). Costs a search in each agent that a batch holds, not in each event's.
/// </summary>
public static class KnownBot
{
    public static Detector Detector { get; } =
        Detector.Of(
            new Reason(
                "known-bot",
                "The user agent names a crawler of the public list crawler-user-agents.",
                0.99,
                "A person whose browser extension or privacy tool names itself like a crawler."
            ),
            Cause.Agent,
            evidence => (evidence.Signs & Signs.KnownBot) != 0
        );
}
