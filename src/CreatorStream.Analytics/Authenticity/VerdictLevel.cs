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
