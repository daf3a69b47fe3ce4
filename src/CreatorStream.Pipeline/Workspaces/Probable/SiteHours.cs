using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>
/// Authentic visits of a workspace by <see cref="SiteMeasure"/> and hour of event time, of the last 60 days before the greatest
/// event time. An hour goes when that time has left it behind, and never comes again, since that time only grows: so what is
/// kept follows from the set of events. Panes are merged within their hour, so hours don't change as they grow old.
/// </summary>
public sealed class SiteHours
{
    /// <summary>So many are kept.</summary>
    public const int Most = 60 * PerDay;

    private const int PerDay = 24;

    private readonly SortedDictionary<int, long[]> hours = [];

    /// <summary>Told when an hour became another one, or the greatest event time came to another hour.</summary>
    public Action? Changed { get; set; }

    /// <summary>That of the greatest event time: not over yet. Hours are numbered from 2000 on.</summary>
    public int Newest { get; private set; }

    /// <summary>The first in which anything came; null: nothing did.</summary>
    public int? First => hours.Count == 0 ? null : hours.First().Key;

    public static int Of(long timeMicros) => Pane.Of(timeMicros) / Pane.PerHour;

    public static long StartMicros(int hour) => Pane.StartMicros(hour * Pane.PerHour);

    /// <param name="group">Of kinds.</param>
    /// <param name="deltas">Of that group.</param>
    public void Add(Subject subject, int group, int pane, ReadOnlySpan<int> deltas)
    {
        int hour = pane / Pane.PerHour;
        foreach (EventType kind in EventTypes.TouchesOf(EventClass.Visit))
        {
            if (KindColumns.GroupOf(kind) != group || hour <= Newest - Most)
            {
                continue;
            }
            long more = SiteMeasure.Authentic(kind, deltas);
            ReadOnlySpan<int> columns = SiteMeasure.ColumnsOf(kind, subject);
            if (more != 0 && columns.Length > 0)
            {
                Add(hour, columns, more);
            }
        }
    }

    /// <summary>The greatest event time is another one.</summary>
    public void Advance(int greatestPane)
    {
        int hour = greatestPane / Pane.PerHour;
        if (hour <= Newest)
        {
            return;
        }
        Newest = hour;
        while (First is { } first && first <= Newest - Most)
        {
            hours.Remove(first);
        }
        Changed?.Invoke();
    }

    /// <summary>Of hours [<paramref name="from"/>, <paramref name="to"/>), by measure.</summary>
    public double[][] Copy(int from, int to)
    {
        double[][] copy = [.. Enumerable.Range(0, SiteMeasure.Columns).Select(_ => new double[to - from])];
        foreach ((int hour, long[] counts) in hours)
        {
            for (int column = 0; column < SiteMeasure.Columns && hour >= from && hour < to; column++)
            {
                copy[column][hour - from] = counts[column];
            }
        }
        return copy;
    }

    private void Add(int hour, ReadOnlySpan<int> columns, long more)
    {
        if (!hours.TryGetValue(hour, out long[]? counts))
        {
            hours[hour] = counts = new long[SiteMeasure.Columns];
        }
        foreach (int column in columns)
        {
            counts[column] += more;
        }
        if (!counts.AsSpan().ContainsAnyExcept(0))
        {
            // Taken back whole: as if nothing had ever come.
            hours.Remove(hour);
        }
        Changed?.Invoke();
    }
}
