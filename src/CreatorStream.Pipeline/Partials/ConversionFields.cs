using System.Buffers.Binary;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Partials;

/// <summary>A conversion as the columns of a batch have it, on its way into the form of <see cref="ConversionEvents"/>.</summary>
public readonly ref struct ConversionFields
{
    private const int FixedBytes = sizeof(byte) + (3 * sizeof(long)) + sizeof(int);

    public required EventType Type { get; init; }
    public required bool IsClaim { get; init; }
    public required long TimeMicros { get; init; }
    public required ReadOnlySpan<byte> Id { get; init; }
    public required ReadOnlySpan<byte> Source { get; init; }
    public required ReadOnlySpan<byte> Order { get; init; }
    public required long ValueMicros { get; init; }
    public required ReadOnlySpan<byte> Currency { get; init; }
    public required ReadOnlySpan<byte> Code { get; init; }
    public required int Subject { get; init; }
    public required ulong Fingerprint { get; init; }

    /// <summary>What a lead says of itself; nothing of most.</summary>
    public LeadWords Lead { get; init; }

    public int Length =>
        FixedBytes
        + (Lead == default ? 0 : ConversionEvent.LeadBytes)
        + LengthOf(Id)
        + LengthOf(Source)
        + LengthOf(Order)
        + LengthOf(Currency)
        + LengthOf(Code);

    /// <summary>Writes what <see cref="ConversionEvent.Read"/> reads.</summary>
    public void WriteTo(Span<byte> into)
    {
        into[0] = (byte)((byte)Type | (IsClaim ? ConversionEvent.Claim : 0));
        Span<byte> rest = into[1..];
        if (Lead != default)
        {
            into[0] |= ConversionEvent.HasLead;
            rest[0] = Lead.Completeness ?? ConversionEvent.NoCompleteness;
            rest[1] = (byte)Lead.Address;
            rest = rest[ConversionEvent.LeadBytes..];
        }
        PutInt64(ref rest, TimeMicros);
        PutText(ref rest, Id);
        PutText(ref rest, Source);
        PutText(ref rest, Order);
        PutInt64(ref rest, ValueMicros);
        PutText(ref rest, Currency);
        PutText(ref rest, Code);
        BinaryPrimitives.WriteInt32LittleEndian(rest, Subject);
        BinaryPrimitives.WriteUInt64LittleEndian(rest[sizeof(int)..], Fingerprint);
    }

    private static void PutInt64(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, value);
        rest = rest[sizeof(long)..];
    }

    /// <summary>As BinaryWriter writes a string: its length in groups of seven bits, then UTF-8.</summary>
    private static void PutText(ref Span<byte> rest, ReadOnlySpan<byte> text)
    {
        int at = 0;
        uint left = (uint)text.Length;
        for (; left >= 0x80; left >>= 7)
        {
            rest[at++] = (byte)(left | 0x80);
        }
        rest[at++] = (byte)left;
        text.CopyTo(rest[at..]);
        rest = rest[(at + text.Length)..];
    }

    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        int length = text.Length + 1;
        for (uint left = (uint)text.Length >> 7; left != 0; left >>= 7)
        {
            length++;
        }
        return length;
    }
}
