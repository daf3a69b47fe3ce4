using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Partials;

/// <summary>A conversion or refund of one visitor.</summary>
/// <param name="Order">"" where the event has none.</param>
/// <param name="ValueMicros">In <paramref name="Currency"/>; 0 where the event has none.</param>
/// <param name="Subject">The subject's number; its content is empty where the event names none.</param>
/// <param name="Fingerprint">Names a conversion that has no order.</param>
public sealed record ConversionEvent(
    EventType Type,
    long TimeMicros,
    string Id,
    string Source,
    string Order,
    long ValueMicros,
    string Currency,
    string Code,
    int Subject,
    ulong Fingerprint
)
{
    internal static ConversionEvent Read(BinaryReader reader) =>
        new(
            (EventType)reader.ReadByte(),
            reader.ReadInt64(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadInt64(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadInt32(),
            reader.ReadUInt64()
        );
}

/// <summary>Conversions as bytes, one behind the other: how journeys, snapshots and orders keep them. <see cref="ConversionFields"/> writes one.</summary>
public static unsafe class ConversionEvents
{
    public static IReadOnlyList<ConversionEvent> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }
        var conversions = new List<ConversionEvent>();
        fixed (byte* start = bytes)
        {
            using var stream = new UnmanagedMemoryStream(start, bytes.Length);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            while (stream.Position < stream.Length)
            {
                conversions.Add(ConversionEvent.Read(reader));
            }
        }
        return conversions;
    }
}
