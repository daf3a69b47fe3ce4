namespace CreatorStream.Analytics.Authenticity;

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
