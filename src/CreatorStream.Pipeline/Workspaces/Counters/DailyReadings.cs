using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>A reading of one counter.</summary>
public readonly record struct CounterPoint(long Micros, long Value);

/// <summary>
/// The last reading of each UTC day, of the newest days: a function of the set of readings, for a day that has gone is older than all
/// that stay. At equal times the greater counts.
/// </summary>
internal sealed class DailyReadings
{
    private readonly List<CounterPoint> days = [];

    /// <summary>By time.</summary>
    public IReadOnlyList<CounterPoint> Points => days;

    public void Put(CounterPoint point)
    {
        int day = Rfc3339.DayOf(point.Micros);
        int at = days.Count;
        while (at > 0 && Rfc3339.DayOf(days[at - 1].Micros) > day)
        {
            at--;
        }
        if (at > 0 && Rfc3339.DayOf(days[at - 1].Micros) == day)
        {
            days[at - 1] = Later(days[at - 1], point);
            return;
        }
        days.Insert(at, point);
        if (days.Count > CounterBook.MostDays)
        {
            days.RemoveAt(0);
        }
    }

    private static CounterPoint Later(CounterPoint one, CounterPoint other) =>
        (one.Micros, one.Value).CompareTo((other.Micros, other.Value)) >= 0 ? one : other;
}
