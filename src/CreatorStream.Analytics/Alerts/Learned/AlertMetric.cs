namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>What a detector learns the usual course of. All of authentic actors, but for the share of the others.</summary>
public enum AlertMetric
{
    /// <summary>Likes, comments, shares and saves.</summary>
    Engagements,
    Clicks,

    /// <summary>Clicks for each impression.</summary>
    Ctr,

    /// <summary>By last touch.</summary>
    Conversions,

    /// <summary>Touches by actors held to be no people, of all touches.</summary>
    SuspectShare,
    Mentions,
}
