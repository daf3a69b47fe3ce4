using System.Text.Json;

namespace CreatorStream.Events;

/// <summary>
/// Reads the fields of one event by <see cref="Utf8JsonReader"/>: the path that decides. What it takes or refuses,
/// and why, is what an event is; <see cref="EventScanner"/> only gets there sooner.
/// </summary>
internal sealed class EventReader(EventRow row, EventValidator validator)
{
    private uint seen;

    /// <summary>
    /// Reads the object that <paramref name="reader"/> stands at the start of into the row, which has been started.
    /// The answer is (null, null) for a good event, else the first field at fault and why.
    /// </summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public (string? Field, string? Reason) Read(ref Utf8JsonReader reader, long nowMicros)
    {
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
        return reason == null ? validator.Check(row, nowMicros, isClean: false) : (field, reason);
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
                return row.SetValue(reader.ValueSpan);
            case JsonTokenType.Number when property == EventProperty.Seconds:
                return row.SetSeconds(reader.ValueSpan);
            case JsonTokenType.Number when property == EventProperty.Completeness:
                return row.SetCompleteness(reader.ValueSpan);
            case JsonTokenType.Number when property == EventProperty.Time:
                return "is a number: write RFC 3339 such as 2026-11-21T08:00:00Z (seconds or milliseconds since 1970 can't be told apart)";
            default:
                reader.Skip();
                return property is EventProperty.Value or EventProperty.Seconds or EventProperty.Completeness
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
                return row.SetValue(text);
            case EventProperty.Completeness:
                return row.SetCompleteness(text);
            default:
                return row.SetSeconds(text);
        }
    }

    private string? ReadField(ref Utf8JsonReader reader, EventField field)
    {
        int most = field.MaxBytes();
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
            row.SetSlice(field, (int)reader.TokenStartIndex + 1, length);
        }
        if (length == 0)
        {
            row.Remove(field);
        }
        return EventValidator.CheckLength(field, length);
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
}
