namespace CreatorStream.Analytics.Authenticity;

/// <summary>What a detector looks at: two of one cause may see the same thing twice.</summary>
public enum Cause
{
    /// <summary>The name of the program that acts.</summary>
    Agent,

    /// <summary>When an actor acts.</summary>
    Timing,

    /// <summary>What it writes.</summary>
    Text,

    /// <summary>What it does with links and pages.</summary>
    Clicks,

    /// <summary>What it has in common with others.</summary>
    Group,
}
