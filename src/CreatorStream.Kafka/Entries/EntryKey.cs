using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Entries;

/// <summary>The key of an entry's message: compaction keeps the last word on each entity.</summary>
public static class EntryKey
{
    /// <summary>Of a catalog entry and a decision workspace, kind and id; of a reading its content, else its account.</summary>
    public static byte[] Of(byte[] json, LogStream stream)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        string Text(string name) =>
            document.RootElement.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
        string workspace = MessageKey.First(Text("workspace") is { Length: > 0 } named ? named : "default");
        string key =
            stream == LogStream.Counters
                ? $"{workspace}/{Text("platform")}/{Text("content")}{Text("account")}"
                : $"{workspace}/{Text("kind")}/{Text("id")}";
        return Encoding.UTF8.GetBytes(key);
    }
}
