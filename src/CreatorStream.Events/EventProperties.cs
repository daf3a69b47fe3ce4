using System.Text.Json;

namespace CreatorStream.Events;

/// <summary>The properties of an event's JSON: the string fields by their <see cref="EventField"/> value, then the rest.</summary>
internal enum EventProperty : byte
{
    Type = EventFields.Count,
    Time,
    Value,
    Seconds,
    Unknown,
}

internal static class EventProperties
{
    public static string JsonName(this EventProperty property) =>
        property switch
        {
            EventProperty.Type => "type",
            EventProperty.Time => "time",
            EventProperty.Value => "value",
            EventProperty.Seconds => "seconds",
            _ => ((EventField)property).JsonName(),
        };

    /// <summary>By length first, then bytes: no hashing, no string.</summary>
    public static EventProperty Find(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Find(reader.ValueSpan);
        }
        Span<byte> copy = stackalloc byte[64];
        return reader.ValueSpan.Length <= 64 ? Find(copy[..Unescape(ref reader, copy)]) : EventProperty.Unknown;
    }

    private static int Unescape(ref Utf8JsonReader reader, scoped Span<byte> copy)
    {
        try
        {
            return reader.CopyString(copy);
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate: no name of ours.
            return 0;
        }
    }

    public static EventProperty Find(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8):
                return (EventProperty)EventField.Id;
            case 3 when name.SequenceEqual("url"u8):
                return (EventProperty)EventField.Url;
            case 4:
                return name.SequenceEqual("type"u8) ? EventProperty.Type
                    : name.SequenceEqual("time"u8) ? EventProperty.Time
                    : name.SequenceEqual("code"u8) ? (EventProperty)EventField.Code
                    : name.SequenceEqual("text"u8) ? (EventProperty)EventField.Text
                    : EventProperty.Unknown;
            case 5:
                return name.SequenceEqual("value"u8) ? EventProperty.Value
                    : name.SequenceEqual("order"u8) ? (EventProperty)EventField.Order
                    : name.SequenceEqual("agent"u8) ? (EventProperty)EventField.Agent
                    : EventProperty.Unknown;
            case 6:
                return name.SequenceEqual("action"u8) ? (EventProperty)EventField.Action
                    : name.SequenceEqual("source"u8) ? (EventProperty)EventField.Source
                    : EventProperty.Unknown;
            case 7:
                return name.SequenceEqual("visitor"u8) ? (EventProperty)EventField.Visitor
                    : name.SequenceEqual("content"u8) ? (EventProperty)EventField.Content
                    : name.SequenceEqual("creator"u8) ? (EventProperty)EventField.Creator
                    : name.SequenceEqual("channel"u8) ? (EventProperty)EventField.Channel
                    : name.SequenceEqual("country"u8) ? (EventProperty)EventField.Country
                    : name.SequenceEqual("seconds"u8) ? EventProperty.Seconds
                    : EventProperty.Unknown;
            case 8:
                return name.SequenceEqual("campaign"u8) ? (EventProperty)EventField.Campaign
                    : name.SequenceEqual("platform"u8) ? (EventProperty)EventField.Platform
                    : name.SequenceEqual("referrer"u8) ? (EventProperty)EventField.Referrer
                    : name.SequenceEqual("currency"u8) ? (EventProperty)EventField.Currency
                    : EventProperty.Unknown;
            case 9 when name.SequenceEqual("workspace"u8):
                return (EventProperty)EventField.Workspace;
            default:
                return EventProperty.Unknown;
        }
    }
}
