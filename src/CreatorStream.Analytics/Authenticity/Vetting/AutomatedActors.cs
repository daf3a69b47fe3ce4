using CreatorStream.Analytics.Authenticity.Agents;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>known-bot</c>: engagements whose user agent is a program's (<see cref="AutomatedAgents"/>). Wrongs people with a
/// browser or an app that is hardly known. Costs some microseconds for each new agent.
/// </summary>
public static class AutomatedActors
{
    public static VettingSignal Signal { get; } =
        new(
            KnownBot.Detector.Reason.Code,
            "At least 5 % of the engagements with a user agent are by programs, by what these say.",
            "People with a browser or an app that is hardly known.",
            "Do you use any service that likes or comments for you, or for others?",
            MayBeStrangers: true,
            sample =>
                ActorPrograms.Answer(
                    [.. sample.Actors.Where(actor => actor.Engagements.Any(one => one.Agent is not null))],
                    sample.Engagements.Count(one => one.Agent is not null),
                    actor => actor.Engagements.Count(one => one.Agent is not null),
                    actor =>
                        actor.Engagements.Any(one =>
                            one.Agent is not null && AutomatedAgents.Likelihood(one.Agent) >= AutomatedAgents.Threshold
                        ),
                    "fewer than 100 engagements with a user agent",
                    "have a program's user agent"
                )
        );
}
