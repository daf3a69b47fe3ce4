using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CreatorStream.Pipeline.Views;

/// <summary>Reads what <see cref="ViewCodec"/> is made of, and trusts none of it.</summary>
internal ref struct ViewBytes(ReadOnlySpan<byte> bytes)
{
    /// <summary>Malformed UTF-8 is an error, not a replacement character.</summary>
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    public static void WriteLength(IBufferWriter<byte> into, int length)
    {
        Span<byte> to = into.GetSpan(5);
        int at = 0;
        uint left = (uint)length;
        for (; left >= 0x80; left >>= 7)
        {
            to[at++] = (byte)(left | 0x80);
        }
        to[at++] = (byte)left;
        into.Advance(at);
    }

    public static void WriteBlock(IBufferWriter<byte> into, ReadOnlySpan<byte> block)
    {
        WriteLength(into, block.Length);
        into.Write(block);
    }

    public static void WriteText(IBufferWriter<byte> into, string text)
    {
        WriteLength(into, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, into);
    }

    public static void WriteNumber(IBufferWriter<byte> into, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into.GetSpan(8), number);
        into.Advance(8);
    }

    public byte Byte() => Take(1)[0];

    public long Number() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> Block() => Take(Length());

    /// <summary>How many things follow of which each takes at least so many bytes: never more than there can be.</summary>
    public int Count(int leastBytes)
    {
        int count = Length();
        return count <= rest.Length / leastBytes ? count : throw Damaged("holds fewer parts than it says");
    }

    public string Text() => Text(Block());

    public static string Text(ReadOnlySpan<byte> block)
    {
        try
        {
            return Utf8.GetString(block);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("A view's bytes hold text that is no UTF-8.", error);
        }
    }

    /// <summary>Bytes that can be put into a JSON document as they are.</summary>
    public static byte[] Json(ReadOnlySpan<byte> block)
    {
        CheckJson(block);
        return block.ToArray();
    }

    public static void CheckJson(ReadOnlySpan<byte> block)
    {
        try
        {
            var json = new Utf8JsonReader(block);
            while (json.Read()) { }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("A view's bytes hold a value that is no JSON.", error);
        }
    }

    public static InvalidDataException Damaged(string what) => new($"A view's bytes are damaged: it {what}.");

    private int Length()
    {
        uint length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte part = Byte();
            length |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return length <= int.MaxValue && (shift < 28 || part < 8)
                    ? (int)length
                    : throw Damaged("names a length beyond all bounds");
            }
        }
        throw Damaged("names a length that doesn't end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
        {
            throw Damaged("ends too early");
        }
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
