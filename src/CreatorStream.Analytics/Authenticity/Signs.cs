namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// What an actor's own partition saw of it, found by AuthenticityContribution of the pipeline. Flags, since it may show several;
/// stored, so never renumber.
/// </summary>
[Flags]
public enum Signs : byte
{
    None = 0,
    KnownBot = 1,
    InhumanRate = 2,

    /// <summary>By <see cref="Authenticity.InhumanRhythm"/>, with a probability of at least .9.</summary>
    InhumanRhythm = 4,

    /// <summary>The same, of at least .5.</summary>
    OddRhythm = 8,

    /// <summary>By <see cref="Authenticity.ClickFlood"/>, so long that hardly anybody is like that.</summary>
    ClickFlood = 16,

    /// <summary>A shorter one, or one that strangers may have made in the actor's name.</summary>
    LikelyClickFlood = 32,

    /// <summary>By the rule for user agents, not by the list (<see cref="Agents.AutomatedAgents"/>).</summary>
    LikelyBot = 64,

    SpamText = 128,
}
