using CreatorStream.Analytics.Alerts;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Which alert somebody meant who named its opening: late events may have moved that since. It is the one that holds at that
/// time, else the one that holds nearest to it, at most as far away as late events move it; of two that are as near, the earlier.
/// </summary>
public static class NearestAlert
{
    private const long MinuteMicros = 60_000_000;

    /// <summary>15 minutes; of what is judged by the hour, over a day, three hours.</summary>
    private static long ToleranceMicros(string rule) => (rule == CpaRule.CpaAbove ? 3 * 60 : 15) * MinuteMicros;

    /// <param name="alerts">Of one rule and creator, in the order of their opening.</param>
    /// <param name="rule">That one.</param>
    /// <param name="stretchOf">When it opened and when it held last, in microseconds since 1970.</param>
    /// <returns>null: none is near enough.</returns>
    public static T? Find<T>(
        IEnumerable<T> alerts,
        Func<T, (long Opened, long Updated)> stretchOf,
        string rule,
        long micros
    )
        where T : class
    {
        T? nearest = null;
        long least = ToleranceMicros(rule) + 1;
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
