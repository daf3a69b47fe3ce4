using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Kafka.Entries;

/// <summary>
/// Which readings of counters figures still need, whatever order they came in: of a subject, and of readings that have the same
/// counters, the two newest of each UTC day, and those of the newest days (<see cref="CounterBook"/> shows the two newest, and
/// compares days). Who polls every few minutes for a year would else have millions in memory.
/// </summary>
internal sealed class NeededReadings
{
    private readonly Dictionary<
        (CounterSubject Subject, string Counters),
        SortedDictionary<int, List<Reading>>
    > readings = [];

    /// <param name="json">A reading; what is none is not needed.</param>
    /// <returns>The places of those that are no longer needed, perhaps its own.</returns>
    public IReadOnlyList<long> Add(byte[] json, long place)
    {
        using var document = JsonDocument.Parse(json);
        if (CounterParser.TryParse(document.RootElement, out _, out _) is not { } reading)
        {
            return [place];
        }
        (CounterSubject, string) key = (reading.Subject, string.Join(',', reading.Values.Keys));
        if (!readings.TryGetValue(key, out SortedDictionary<int, List<Reading>>? days))
        {
            readings[key] = days = [];
        }
        int day = Rfc3339.DayOf(reading.TimeMicros);
        if (!days.TryGetValue(day, out List<Reading>? of))
        {
            days[day] = of = [];
        }
        of.Add(new Reading(place, reading.TimeMicros, [.. reading.Values.Values]));
        HashSet<long> needed = Needed(of);
        List<long> dropped = [.. of.Select(other => other.Place).Where(other => !needed.Contains(other))];
        of.RemoveAll(other => !needed.Contains(other.Place));
        if (days.Count > CounterBook.MostDays)
        {
            (int oldest, List<Reading> gone) = days.First();
            days.Remove(oldest);
            dropped.AddRange(gone.Select(other => other.Place));
        }
        return dropped;
    }

    /// <summary>
    /// Of a day, by place: those of the two newest times, and of one time, since there the greatest value of each counter counts, for
    /// each counter the one that has it and came first.
    /// </summary>
    private static HashSet<long> Needed(List<Reading> of) =>
        [
            .. of.GroupBy(reading => reading.TimeMicros)
                .OrderByDescending(time => time.Key)
                .Take(2)
                .SelectMany(time =>
                    Enumerable
                        .Range(0, time.First().Values.Length)
                        .Select(counter => time.MaxBy(reading => (reading.Values[counter], -reading.Place)).Place)
                ),
        ];

    private readonly record struct Reading(long Place, long TimeMicros, long[] Values);
}
