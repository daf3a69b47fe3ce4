namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// From which score on an actor is left out of authentic figures, as each campaign chooses; how strong detectors are, they say
/// themselves. Who is suspect doesn't depend on it. The bounds are a judgement of ours.
/// </summary>
public sealed record Strength(string Name, double Inauthentic)
{
    /// <summary>Every actor from here on is named.</summary>
    public const double Suspect = 0.3;

    /// <summary>Leaves out programs that say what they are, and what two causes speak against.</summary>
    public static Strength Relaxed { get; } = new("relaxed", 0.97);

    /// <summary>One strong detector is enough to exclude an actor; weak ones have to be several.</summary>
    public static Strength Moderate { get; } = new("moderate", 0.9);

    /// <summary>What is likely is enough, such as engagement that nothing shows to be of people who met the content.</summary>
    public static Strength Strict { get; } = new("strict", 0.7);

    /// <summary>The one that leaves out fewest first.</summary>
    public static IReadOnlyList<Strength> All { get; } = [Relaxed, Moderate, Strict];

    public static Strength Named(string? name) => All.FirstOrDefault(of => of.Name == name) ?? Moderate;

    public VerdictLevel Judge(double score) =>
        score >= Inauthentic ? VerdictLevel.Inauthentic
        : score >= Suspect ? VerdictLevel.Suspect
        : VerdictLevel.Clear;
}
