using System.Collections;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>
/// Counts by key, of which those of nothing are not kept: of very many actors most have one, and a dictionary takes 200 bytes for it.
/// </summary>
internal sealed class FewCounts<TKey> : IEnumerable<(TKey Key, long Count)>
    where TKey : notnull
{
    /// <summary>More are looked up by hash.</summary>
    private const int MostLookedThrough = 8;

    private (TKey Key, long Count)[] few = [];
    private Dictionary<TKey, long>? many;

    public long this[TKey key]
    {
        get =>
            many != null ? many.GetValueOrDefault(key)
            : Find(key) is >= 0 and var at ? few[at].Count
            : 0;
        set
        {
            if (many != null)
            {
                Keep(many, key, value);
            }
            else
            {
                Keep(key, value);
            }
        }
    }

    public IEnumerable<TKey> Keys => this.Select(of => of.Key);

    public void Clear() => (few, many) = ([], null);

    public IEnumerator<(TKey Key, long Count)> GetEnumerator() =>
        (many?.Select(of => (of.Key, of.Value)) ?? few).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Keep(Dictionary<TKey, long> counts, TKey key, long count)
    {
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }

    private void Keep(TKey key, long count)
    {
        int at = Find(key);
        if (count == 0)
        {
            few = at < 0 ? few : [.. few[..at], .. few[(at + 1)..]];
        }
        else if (at >= 0)
        {
            few[at].Count = count;
        }
        else if (few.Length < MostLookedThrough)
        {
            few = [.. few, (key, count)];
        }
        else
        {
            many = few.ToDictionary(of => of.Key, of => of.Count);
            few = [];
            many[key] = count;
        }
    }

    private int Find(TKey key) => Array.FindIndex(few, of => EqualityComparer<TKey>.Default.Equals(of.Key, key));
}
