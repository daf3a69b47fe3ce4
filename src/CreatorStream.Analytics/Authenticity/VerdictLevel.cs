namespace CreatorStream.Analytics.Authenticity;

/// <summary>What follows from a score. Stored, so never renumber.</summary>
public enum VerdictLevel : byte
{
    Clear = 0,

    /// <summary>Named, and counted like anybody.</summary>
    Suspect = 1,

    /// <summary>Excluded from authentic figures.</summary>
    Inauthentic = 2,
}

/// <summary>From which scores on an actor is suspect, or inauthentic.</summary>
public readonly record struct Strength(double Suspect, double Inauthentic)
{
    /// <summary>One strong detector is enough to exclude an actor; weak ones have to be several.</summary>
    public static Strength Moderate { get; } = new(0.3, 0.9);

    public VerdictLevel Judge(double score) =>
        score >= Inauthentic ? VerdictLevel.Inauthentic
        : score >= Suspect ? VerdictLevel.Suspect
        : VerdictLevel.Clear;
}
