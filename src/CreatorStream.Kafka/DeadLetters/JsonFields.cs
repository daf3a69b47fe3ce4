using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CreatorStream.Kafka.DeadLetters;

/// <summary>Changes fields of a JSON object and leaves all others as they were written.</summary>
public static class JsonFields
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="changes">By name; written as strings, which events take for numbers too. Empty: the field is left out.</param>
    /// <returns>null where it is no JSON object.</returns>
    public static byte[]? Set(ReadOnlySpan<byte> json, IReadOnlyDictionary<string, string> changes)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Set(document.RootElement, changes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Set(JsonElement fields, IReadOnlyDictionary<string, string> changes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            foreach (JsonProperty field in fields.EnumerateObject().Where(field => !changes.ContainsKey(field.Name)))
            {
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(field.Value.GetRawText(), skipInputValidation: true);
            }
            foreach ((string name, string value) in changes.Where(change => change.Value.Length > 0))
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
