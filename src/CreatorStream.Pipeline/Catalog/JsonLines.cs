using System.Text.Json;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>A stored record of the catalog or of counters.</summary>
internal static class JsonLines
{
    public static void Read(ReadOnlySpan<byte> lines, Action<JsonElement> take)
    {
        foreach (Range range in lines.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines[range];
            if (!line.IsEmpty)
            {
                var reader = new Utf8JsonReader(line);
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                take(document.RootElement);
            }
        }
    }
}
