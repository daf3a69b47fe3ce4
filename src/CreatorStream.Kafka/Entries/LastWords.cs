using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Entries;

/// <summary>
/// Which entries of a stream are the last word on what they are about, as compaction leaves them in the topic some time later.
/// Who upserts a whole catalog every hour would else have all of its words in memory.
/// </summary>
internal sealed class LastWords(LogStream stream)
{
    private readonly Dictionary<string, long> places = new(StringComparer.Ordinal);

    /// <param name="json">An entry. One that all readers pass over is not needed, and replaces none.</param>
    /// <returns>The places of those that are no longer needed, perhaps its own.</returns>
    public IReadOnlyList<long> Add(byte[] json, long place)
    {
        if (!IsRead(json))
        {
            return [place];
        }
        string key = Encoding.UTF8.GetString(EntryKey.Of(json, stream));
        IReadOnlyList<long> replaced = places.TryGetValue(key, out long before) ? [before] : [];
        places[key] = place;
        return replaced;
    }

    private bool IsRead(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return stream == LogStream.Catalog
            ? CatalogParser.TryParse(document.RootElement, out _, out _) != null
            : Decision.TryParse(document.RootElement, out _, out _) != null || Erasure.Read(json).Count > 0;
    }
}
