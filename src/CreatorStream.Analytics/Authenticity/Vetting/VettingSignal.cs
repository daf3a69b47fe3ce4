namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>One thing that a prospect's profile, counters and sample say.</summary>
/// <param name="Code">The reason that is shown.</param>
/// <param name="FalsePositives">Whom it may wrong.</param>
/// <param name="Question">What to ask the creator, where it is found.</param>
/// <param name="MayBeStrangers">
/// Strangers do it to anybody's content, unasked: it says something of the audience, and alone never speaks against the creator.
/// </param>
public sealed record VettingSignal(
    string Code,
    string Rule,
    string FalsePositives,
    string Question,
    bool MayBeStrangers,
    Func<ProspectSample, VettingAnswer> Judge
);

/// <param name="Why">With the figures it rests on; names nobody of the audience and quotes no text.</param>
/// <param name="Share">Of what was looked at; null where the signal is not of shares.</param>
public sealed record VettingAnswer(VettingState State, string Why, Proportion? Share = null)
{
    /// <summary>Which actors it is about.</summary>
    public IReadOnlySet<string> Actors { get; init; } = new HashSet<string>();

    public static VettingAnswer Unknown(string why) => new(VettingState.Unknown, why);
}

/// <summary>In the order of what follows.</summary>
public enum VettingState
{
    /// <summary>Something that it takes is missing, or is too little to say anything.</summary>
    Unknown,

    /// <summary>Looked for and not found.</summary>
    NotFound,

    /// <summary>A reason to look closer.</summary>
    Notable,

    /// <summary>A reason to ask before anything is paid.</summary>
    Strong,
}
