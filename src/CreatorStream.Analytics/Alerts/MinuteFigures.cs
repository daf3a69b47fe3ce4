namespace CreatorStream.Analytics.Alerts;

/// <summary>
/// What alert rules look at: figures by minute, oldest first, the last minute being that of the greatest event time.
/// All arrays have the same length.
/// </summary>
/// <param name="FirstMinute">Minutes since 2000 of the first element.</param>
/// <param name="Events">All touches.</param>
/// <param name="Excluded">Those of inauthentic actors among them.</param>
/// <param name="Impressions">Authentic impressions and views.</param>
/// <param name="Clicks">Authentic clicks.</param>
/// <param name="Engagements">Authentic likes, comments, shares and saves.</param>
public sealed record MinuteFigures(
    int FirstMinute,
    long[] Events,
    long[] Excluded,
    long[] Impressions,
    long[] Clicks,
    long[] Engagements
)
{
    public int Length => Events.Length;
}
