using System.Buffers;
using System.IO.Compression;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Kafka.Views;

/// <summary>
/// A version of a view as a message. One that would be too large for one is compressed: a table of 1,000 rows has some megabytes, of
/// which most are names of fields.
/// </summary>
public static class ViewMessage
{
    /// <summary>Of a value: key and headers go into the message, too.</summary>
    public const int MostBytes = TopicSpecs.MostMessageBytes - 1_000;

    /// <summary>Before compressed ones. ViewCodec's formats are small numbers.</summary>
    private const byte Compressed = 0xB7;

    /// <summary>Whoever writes the topic may make a reader take this much room.</summary>
    private const int MostInflatedBytes = 64_000_000;

    /// <summary>The fastest.</summary>
    private const int Quality = 1;
    private const int WindowBits = 22;

    /// <returns>null: it is too large even so.</returns>
    public static byte[]? Write(PublishedView view)
    {
        byte[] plain = ViewCodec.Write(view);
        if (plain.Length <= MostBytes)
        {
            return plain;
        }
        byte[] value = new byte[MostBytes];
        value[0] = Compressed;
        return BrotliEncoder.TryCompress(plain, value.AsSpan(1), out int written, Quality, WindowBits)
            ? value[..(written + 1)]
            : null;
    }

    /// <inheritdoc cref="ViewCodec.Read" />
    public static PublishedView Read(ReadOnlySpan<byte> value, Func<ViewKey, PublishedView?>? previous = null) =>
        value is [Compressed, ..] ? ViewCodec.Read(Inflate(value[1..]), previous) : ViewCodec.Read(value, previous);

    private static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> value)
    {
        var inflated = new ArrayBufferWriter<byte>(8 * MostBytes);
        using var decoder = new BrotliDecoder();
        OperationStatus status = OperationStatus.DestinationTooSmall;
        while (status == OperationStatus.DestinationTooSmall && inflated.WrittenCount <= MostInflatedBytes)
        {
            status = decoder.Decompress(value, inflated.GetSpan(MostBytes), out int read, out int written);
            value = value[read..];
            inflated.Advance(written);
        }
        return status == OperationStatus.Done && value.IsEmpty
            ? inflated.WrittenSpan
            : throw new InvalidDataException("A view's bytes are damaged: they can't be decompressed.");
    }
}
