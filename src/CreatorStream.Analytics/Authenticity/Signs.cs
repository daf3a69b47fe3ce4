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
}
