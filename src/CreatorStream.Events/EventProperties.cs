using System.Text.Json;

namespace CreatorStream.Events;

/// <summary>The properties of an event's JSON: the string fields by their <see cref="EventField"/> value, then the rest.</summary>
internal enum EventProperty : byte
{
    Type = EventFields.Count,
    Time,
    Value,
    Seconds,
    Completeness,
    Unknown,
}

internal static class EventProperties
{
    private static readonly NameTable<EventProperty> Names = new(
        [
            .. Enumerable
                .Range(0, (int)EventProperty.Unknown)
                .Select(property => (((EventProperty)property).JsonName(), (EventProperty)property)),
        ],
        EventProperty.Unknown
    );

    public static string JsonName(this EventProperty property) =>
        property switch
        {
            EventProperty.Type => "type",
            EventProperty.Time => "time",
            EventProperty.Value => "value",
            EventProperty.Seconds => "seconds",
            EventProperty.Completeness => "completeness",
            _ => ((EventField)property).JsonName(),
        };

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

    public static EventProperty Find(ReadOnlySpan<byte> name) => Names.Find(name);
}
