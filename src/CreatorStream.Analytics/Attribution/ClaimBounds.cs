using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>
/// How far an order counts by itself that nobody proved, where it counts at all. Whoever makes up orders must make up
/// visitors, too, and a single one moves no figure that somebody is paid by.
/// </summary>
public static class ClaimBounds
{
    /// <summary>
    /// What one may come to: 1,000 units of the reporting currency. Most baskets of people who follow a creator are worth
    /// less; one that is worth more is worth proving.
    /// </summary>
    public const long MostMicros = 1_000 * Micros.PerUnit;

    /// <summary>How many of one visitor and UTC day may count: few people order more often than that.</summary>
    public const int MostOfDay = 5;
}
