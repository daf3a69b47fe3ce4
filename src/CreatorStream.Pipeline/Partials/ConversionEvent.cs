using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Partials;

/// <summary>A conversion or refund of one visitor.</summary>
/// <param name="IsClaim">A stranger could have sent it (Ways.IsAnonymous).</param>
/// <param name="Order">"" where the event has none.</param>
/// <param name="ValueMicros">In <paramref name="Currency"/>; 0 where the event has none.</param>
/// <param name="Subject">The subject's number; its content is empty where the event names none.</param>
/// <param name="Fingerprint">Names a conversion that has no order.</param>
public sealed record ConversionEvent(
    EventType Type,
    bool IsClaim,
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
    /// <summary>Added to the type of a claim.</summary>
    internal const byte Claim = 0x80;

    internal static ConversionEvent Read(BinaryReader reader)
    {
        byte type = reader.ReadByte();
        return new ConversionEvent(
            (EventType)(type & ~Claim),
            (type & Claim) != 0,
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
