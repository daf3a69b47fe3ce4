using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>A reading of one counter.</summary>
public readonly record struct CounterFigure(long Value, long? Change, long AsOfMicros);

/// <summary>
/// Cumulative counters as platforms report them, by content or account and platform. Shown beside own tracking, never
/// added to it. A missing one stays missing; one that falls gives a negative change. At equal times the greater
/// reading counts, whichever came first.
/// </summary>
public sealed class CounterBook
{
    private readonly SortedDictionary<CounterSubject, Dictionary<string, SortedList<long, long>>> readings = new(
        CounterSubject.ByName
    );

    public void Put(CounterReading reading)
    {
        if (!readings.TryGetValue(reading.Subject, out Dictionary<string, SortedList<long, long>>? counters))
        {
            readings[reading.Subject] = counters = [];
        }
        foreach ((string name, long value) in reading.Values)
        {
            if (!counters.TryGetValue(name, out SortedList<long, long>? series))
            {
                counters[name] = series = [];
            }
            series[reading.TimeMicros] = series.TryGetValue(reading.TimeMicros, out long before)
                ? Math.Max(before, value)
                : value;
        }
    }

    /// <summary>The accounts of a campaign, by name and platform.</summary>
    public IEnumerable<CounterSubject> Accounts(Func<CounterSubject, bool> ofCampaign) =>
        readings.Keys.Where(subject => subject.Account.Length > 0 && ofCampaign(subject));

    /// <summary>The platforms that report a content item.</summary>
    public IEnumerable<CounterSubject> OfContent(string content) =>
        readings.Keys.Where(subject => subject.Content == content);

    public IEnumerable<KeyValuePair<string, CounterFigure>> Latest(CounterSubject subject)
    {
        foreach (
            (string name, SortedList<long, long> series) in readings[subject]
                .OrderBy(c => c.Key, StringComparer.Ordinal)
        )
        {
            int last = series.Count - 1;
            long value = series.GetValueAtIndex(last);
            long? change = last == 0 ? null : value - series.GetValueAtIndex(last - 1);
            yield return new(name, new CounterFigure(value, change, series.GetKeyAtIndex(last)));
        }
    }
}
