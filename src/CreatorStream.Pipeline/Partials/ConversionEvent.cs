using System.Buffers.Binary;
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

    /// <summary>Added to the type where the words of a lead follow it: completeness in per cent, and the kind of address.</summary>
    internal const byte HasLead = 0x40;

    internal const int LeadBytes = 2;

    /// <summary>In place of the completeness.</summary>
    internal const byte NoCompleteness = byte.MaxValue;

    /// <summary>What a lead says of itself; nothing of most.</summary>
    public LeadWords Lead { get; init; }

    /// <summary>Reads what <see cref="ConversionFields"/> has written.</summary>
    /// <param name="rest">Behind it, afterwards.</param>
    internal static ConversionEvent Read(ref ReadOnlySpan<byte> rest)
    {
        byte type = rest[0];
        rest = rest[1..];
        LeadWords lead = default;
        if ((type & HasLead) != 0)
        {
            lead = new LeadWords(rest[0] == NoCompleteness ? null : rest[0], (AddressKind)rest[1]);
            rest = rest[LeadBytes..];
        }
        return new ConversionEvent(
            (EventType)(type & ~(Claim | HasLead)),
            (type & Claim) != 0,
            (long)ReadNumber(ref rest),
            ReadText(ref rest),
            ReadText(ref rest),
            ReadText(ref rest),
            (long)ReadNumber(ref rest),
            ReadText(ref rest),
            ReadText(ref rest),
            ReadSubject(ref rest),
            ReadNumber(ref rest)
        )
        {
            Lead = lead,
        };
    }

    /// <summary>What of it tells conversions of a visitor apart, without its words.</summary>
    /// <param name="rest">Behind it, afterwards.</param>
    internal static (EventType Type, bool IsClaim, long TimeMicros, ulong Order) ReadMoment(ref ReadOnlySpan<byte> rest)
    {
        byte type = rest[0];
        rest = rest[((type & HasLead) != 0 ? 1 + LeadBytes : 1)..];
        long micros = (long)ReadNumber(ref rest);
        _ = ReadBytes(ref rest);
        _ = ReadBytes(ref rest);
        ReadOnlySpan<byte> order = ReadBytes(ref rest);
        rest = rest[sizeof(ulong)..];
        _ = ReadBytes(ref rest);
        _ = ReadBytes(ref rest);
        rest = rest[sizeof(int)..];
        ulong fingerprint = ReadNumber(ref rest);
        ulong name = order.IsEmpty ? fingerprint : Hash64.Compute(order, 0);
        return ((EventType)(type & ~(Claim | HasLead)), (type & Claim) != 0, micros, name);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> rest)
    {
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        rest = rest[sizeof(ulong)..];
        return number;
    }

    private static int ReadSubject(ref ReadOnlySpan<byte> rest)
    {
        int subject = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        return subject;
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(ReadBytes(ref rest));

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> rest)
    {
        int length = 0;
        int at = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = rest[at++];
            length |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }
        ReadOnlySpan<byte> text = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return text;
    }
}

/// <summary>Conversions as bytes, one behind the other: how journeys, snapshots and orders keep them. <see cref="ConversionFields"/> writes one.</summary>
public static class ConversionEvents
{
    /// <summary>Kind, whether it is a claim, time, and a number by which a visitor's conversions are told apart: that of the order, where they name one.</summary>
    /// <param name="rest">Begins with a conversion; behind it, afterwards.</param>
    public static (EventType Type, bool IsClaim, long TimeMicros, ulong Order) ReadMoment(
        ref ReadOnlySpan<byte> rest
    ) => ConversionEvent.ReadMoment(ref rest);

    public static IReadOnlyList<ConversionEvent> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }
        var conversions = new List<ConversionEvent>();
        while (!bytes.IsEmpty)
        {
            conversions.Add(ConversionEvent.Read(ref bytes));
        }
        return conversions;
    }
}
