namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Which alert somebody meant who named its opening: late events may have moved that since. It is the one that holds at that
/// time, else the one that holds nearest to it, at most <see cref="ToleranceMicros"/> away; of two that are as near, the earlier.
/// </summary>
public static class NearestAlert
{
    /// <summary>15 minutes.</summary>
    public const long ToleranceMicros = 15 * 60_000_000L;

    /// <param name="alerts">Of one rule and creator, in the order of their opening.</param>
    /// <param name="stretchOf">When it opened and when it held last, in microseconds since 1970.</param>
    /// <returns>null: none is near enough.</returns>
    public static T? Find<T>(IEnumerable<T> alerts, Func<T, (long Opened, long Updated)> stretchOf, long micros)
        where T : class
    {
        T? nearest = null;
        long least = ToleranceMicros + 1;
        foreach (T alert in alerts)
        {
            (long opened, long updated) = stretchOf(alert);
            long away = Math.Max(0, Math.Max(opened - micros, micros - updated));
            if (away < least)
            {
                (nearest, least) = (alert, away);
            }
        }
        return nearest;
    }
}
