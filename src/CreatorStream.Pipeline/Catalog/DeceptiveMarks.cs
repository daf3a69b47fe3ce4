using System.Buffers;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>
/// Characters that hide or reorder what stands beside them: marks of direction, spaces without width. Those that join
/// letters stay: several scripts and emoji need them.
/// </summary>
public static class DeceptiveMarks
{
    private static readonly SearchValues<char> All = SearchValues.Create(
        "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
    );

    public static bool Has(string text) => text.AsSpan().ContainsAny(All);
}
