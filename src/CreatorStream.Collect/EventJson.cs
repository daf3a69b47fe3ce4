using System.Buffers;
using System.Text.Json;

namespace CreatorStream.Collect;

/// <summary>Writes one event as a sender would, so that pixel and links go the way of all events.</summary>
internal static class EventJson
{
    public static byte[] Write(IEnumerable<(string Name, string? Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach ((string name, string? value) in fields)
            {
                if (!string.IsNullOrEmpty(value))
                {
                    json.WriteString(name, value);
                }
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
