using System.Buffers;
using System.Text.Json;

namespace CreatorStream.Events;

/// <summary>Events of a batch as JSON that <see cref="EventParser"/> reads back to the same columns.</summary>
public static class EventBatchJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonEncodedText[] Names =
    [
        .. Enumerable
            .Range(0, EventFields.Count)
            .Select(field => JsonEncodedText.Encode(((EventField)field).JsonName())),
    ];

    /// <summary>Writes one event as an object.</summary>
    public static void Write(EventBatch batch, int row, IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into, Options);
        json.WriteStartObject();
        json.WriteString("type"u8, batch.Types[row].WireName());
        json.WriteString("time"u8, Rfc3339.Format(batch.TimesMicros[row]));
        for (int field = 0; field < EventFields.Count; field++)
        {
            ReadOnlySpan<byte> value = batch.Bytes((EventField)field, row);
            if (!value.IsEmpty)
            {
                json.WriteString(Names[field], value);
            }
        }
        if (batch.ValuesMicros[row] != EventBatch.NoValue)
        {
            json.WriteNumber("value"u8, batch.ValuesMicros[row] / (decimal)Micros.PerUnit);
        }
        if (batch.EngagedMillis[row] != 0)
        {
            json.WriteNumber("seconds"u8, batch.EngagedMillis[row] / 1000m);
        }
        if (batch.LeadWordsOf(row).Completeness is { } percent)
        {
            json.WriteNumber("completeness"u8, percent / (decimal)LeadWords.Whole);
        }
        json.WriteEndObject();
    }
}
