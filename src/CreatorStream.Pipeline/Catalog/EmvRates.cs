using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>
/// The last word on rates of earned media value, by platform and kind of activity. Upper and lower case of a platform make no
/// difference.
/// </summary>
public sealed class EmvRates
{
    private readonly Dictionary<string, EmvRateEntry> entries = [];
    private readonly Dictionary<(string Platform, EventType Of), SortedDictionary<string, EmvRateEntry>> byKind = [];

    /// <summary>How many entries there were: who keeps what follows from them can tell that it is old.</summary>
    public long Changes { get; private set; }

    public bool IsEmpty => entries.Count == 0;

    /// <summary>null: there is none. Of two the ordinally greatest id counts, whichever came first.</summary>
    public EmvRateEntry? Find(string platform, EventType of) =>
        byKind.GetValueOrDefault(KeyOf(platform, of)) is { Count: > 0 } known ? known.Last().Value : null;

    public void Apply(EmvRateEntry entry)
    {
        Changes++;
        if (entries.TryGetValue(entry.Id, out EmvRateEntry? before))
        {
            byKind[KeyOf(before.Platform, before.Of)].Remove(before.Id);
        }
        entries[entry.Id] = entry;
        (string, EventType) key = KeyOf(entry.Platform, entry.Of);
        if (!byKind.TryGetValue(key, out SortedDictionary<string, EmvRateEntry>? of))
        {
            byKind[key] = of = new(StringComparer.Ordinal);
        }
        of[entry.Id] = entry;
    }

    private static (string Platform, EventType Of) KeyOf(string platform, EventType of) =>
        (platform.ToLowerInvariant(), of);
}
