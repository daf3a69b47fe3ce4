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
        long[] values = [.. reading.Values.Values];
        // At one time the greater value of each counter counts.
        if (of.Exists(other => other.TimeMicros == reading.TimeMicros && IsCovered(values, other.Values)))
        {
            return [place];
        }
        List<long> dropped = Drop(
            of,
            other => other.TimeMicros == reading.TimeMicros && IsCovered(other.Values, values)
        );
        of.Add(new Reading(place, reading.TimeMicros, values));
        long second = SecondNewest(of);
        dropped.AddRange(Drop(of, other => other.TimeMicros < second));
        if (days.Count > CounterBook.MostDays)
        {
            (int oldest, List<Reading> gone) = days.First();
            days.Remove(oldest);
            dropped.AddRange(gone.Select(other => other.Place));
        }
        return dropped;
    }

    /// <summary>Whether none of some values is greater than the other of the same counter.</summary>
    private static bool IsCovered(long[] values, long[] by) => values.Zip(by).All(pair => pair.First <= pair.Second);

    private static long SecondNewest(List<Reading> of)
    {
        long newest = of.Max(other => other.TimeMicros);
        return of.Select(other => other.TimeMicros).Where(micros => micros < newest).DefaultIfEmpty(newest).Max();
    }

    private static List<long> Drop(List<Reading> of, Predicate<Reading> isNeededNoMore)
    {
        List<long> dropped = [.. of.FindAll(isNeededNoMore).Select(other => other.Place)];
        of.RemoveAll(isNeededNoMore);
        return dropped;
    }

    private readonly record struct Reading(long Place, long TimeMicros, long[] Values);
}
