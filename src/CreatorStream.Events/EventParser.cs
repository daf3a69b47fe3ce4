using System.Text.Json;
using System.Text.Unicode;

namespace CreatorStream.Events;

/// <summary>
/// Reads events from JSON: one object, an array of them, or lines (NDJSON). Each good event is handed to a
/// callback as an <see cref="EventRow"/> (valid during the call only), each bad one becomes a
/// <see cref="Rejection"/> that names the first field at fault. Unknown fields are ignored. Not thread-safe; reuse it.
/// </summary>
public sealed class EventParser
{
    /// <summary>How far ahead of the receiver's clock an event may be: clocks of phones are wrong by minutes.</summary>
    public const long MostAheadMicros = 10 * 60 * 1_000_000L;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };
    private readonly EventRow row = new();
    private readonly EventValidator validator = new();
    private uint seen;

    /// <summary>Events met so far in the current body, good or bad.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a JSON object or an array of objects. A body that is no JSON is rejected whole, at the index reached.</summary>
    public void ParseJson(
        ReadOnlyMemory<byte> body,
        int mostEvents,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        Count = 0;
        if (!Utf8.IsValid(body.Span))
        {
            rejections.Add(new Rejection(0, "", "the body is not valid UTF-8"));
            return;
        }
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            if (!reader.Read())
            {
                rejections.Add(new Rejection(0, "", "the body is empty"));
                return;
            }
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ParseEvent(ref reader, body, nowMicros, accept, rejections);
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (Count == mostEvents)
                    {
                        Count++;
                        return;
                    }
                    ParseEvent(ref reader, body, nowMicros, accept, rejections);
                }
            }
            else
            {
                rejections.Add(new Rejection(0, "", "expected a JSON object, or an array of objects"));
                return;
            }
            // Reading on throws where something follows.
            reader.Read();
        }
        catch (JsonException error)
        {
            throw new MalformedBodyException(Count, Reason(error));
        }
    }

    /// <summary>Reads one line of NDJSON as event number <paramref name="index"/>.</summary>
    public void ParseLine(
        ReadOnlyMemory<byte> line,
        int index,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        Count = index;
        if (!Utf8.IsValid(line.Span))
        {
            rejections.Add(new Rejection(index, "", "the line is not valid UTF-8"));
            Count++;
            return;
        }
        try
        {
            var reader = new Utf8JsonReader(line.Span, Options);
            if (!ReadEvent(ref reader, line, index, nowMicros, rejections))
            {
                Count = index + 1;
                return;
            }
            reader.Read();
            Count = index + 1;
            accept(row);
        }
        catch (JsonException error)
        {
            rejections.Add(new Rejection(index, "", Reason(error)));
            Count = index + 1;
        }
    }

    private bool ReadEvent(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> source,
        int index,
        long nowMicros,
        List<Rejection> rejections
    )
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            rejections.Add(new Rejection(index, "", "expected a JSON object"));
            return false;
        }
        return ReadFields(ref reader, source, index, nowMicros, rejections);
    }

    private void ParseEvent(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> source,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        int index = Count;
        Count++;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            rejections.Add(new Rejection(index, "", "expected a JSON object"));
        }
        else if (ReadFields(ref reader, source, index, nowMicros, rejections))
        {
            accept(row);
        }
    }

    private bool ReadFields(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> source,
        int index,
        long nowMicros,
        List<Rejection> rejections
    )
    {
        row.Start(source);
        validator.Start();
        seen = 0;
        string? field = null;
        string? reason = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            EventProperty property = EventProperties.Find(ref reader);
            reader.Read();
            if (property == EventProperty.Unknown)
            {
                reader.Skip();
                continue;
            }
            string? fault = Read(ref reader, property);
            if (fault != null && reason == null)
            {
                field = property.JsonName();
                reason = fault;
            }
        }
        if (reason == null)
        {
            (field, reason) = validator.Check(row, nowMicros);
        }
        if (reason == null)
        {
            return true;
        }
        rejections.Add(new Rejection(index, field!, reason));
        return false;
    }

    private string? Read(ref Utf8JsonReader reader, EventProperty property)
    {
        uint bit = 1u << (int)property;
        if ((seen & bit) != 0)
        {
            reader.Skip();
            return "is there twice";
        }
        seen |= bit;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return ReadString(ref reader, property);
            case JsonTokenType.Number when property == EventProperty.Value:
                return ReadValue(reader.ValueSpan);
            case JsonTokenType.Number when property == EventProperty.Seconds:
                return ReadSeconds(reader.ValueSpan);
            case JsonTokenType.Number when property == EventProperty.Time:
                return "is a number: write RFC 3339 such as 2026-11-21T08:00:00Z (seconds or milliseconds since 1970 can't be told apart)";
            default:
                reader.Skip();
                return property is EventProperty.Value or EventProperty.Seconds
                    ? "must be a number"
                    : "must be a string";
        }
    }

    private string? ReadString(ref Utf8JsonReader reader, EventProperty property)
    {
        if (property < EventProperty.Type)
        {
            return ReadField(ref reader, (EventField)property);
        }
        Span<byte> copy = stackalloc byte[64];
        scoped ReadOnlySpan<byte> text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            if (text.Length > 64)
            {
                return "is too long";
            }
            if (!TryUnescape(ref reader, copy, out int length))
            {
                return "has an unpaired surrogate";
            }
            text = copy[..length];
        }
        switch (property)
        {
            case EventProperty.Type:
                return validator.SetType(text);
            case EventProperty.Time:
                if (!Rfc3339.TryParse(text, out long micros))
                {
                    return EventValidator.NoTime;
                }
                row.TimeMicros = micros;
                return null;
            case EventProperty.Value:
                return ReadValue(text);
            default:
                return ReadSeconds(text);
        }
    }

    private string? ReadField(ref Utf8JsonReader reader, EventField field)
    {
        int most = field.MaxBytes();
        int start;
        int length = reader.ValueSpan.Length;
        if (reader.ValueIsEscaped)
        {
            if (length > most * 6)
            {
                return EventValidator.CheckLength(field, length);
            }
            if (!TryUnescape(ref reader, row.Scratch(length), out length))
            {
                return "has an unpaired surrogate";
            }
            row.SetScratch(field, length);
        }
        else
        {
            start = (int)reader.TokenStartIndex + 1;
            row.SetSlice(field, start, length);
        }
        if (length == 0)
        {
            row.Remove(field);
        }
        return EventValidator.CheckLength(field, length);
    }

    private string? ReadValue(ReadOnlySpan<byte> text)
    {
        string? fault = Micros.TryParse(text, out long micros) ?? EventValidator.CheckValue(micros);
        row.ValueMicros = micros;
        return fault;
    }

    private string? ReadSeconds(ReadOnlySpan<byte> text)
    {
        string? fault = Micros.TryParse(text, out long micros) ?? EventValidator.CheckSeconds(micros);
        row.EngagedMillis = fault == null ? (int)(micros / 1000) : 0;
        return fault;
    }

    private static bool TryUnescape(ref Utf8JsonReader reader, scoped Span<byte> copy, out int length)
    {
        try
        {
            length = reader.CopyString(copy);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say that \ud800 stands alone.
            length = 0;
            return false;
        }
    }

    private static string Reason(JsonException error)
    {
        string message = error.Message;
        int end = message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return "is not valid JSON: " + (end > 0 ? message[..end] : message);
    }
}
