using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>Bytes that had to be looked at, then the rest of a stream that can't seek.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> prefix = prefix;

    /// <summary>The first byte of a text that is no white space (0: there is none), and the whole text again.</summary>
    public static (byte First, Stream Text) Peek(Stream text)
    {
        byte[] head = new byte[256];
        int length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        byte first = head.AsSpan(0, length).TrimStart(" \t\r\n"u8) is [var start, ..] ? start : (byte)0;
        return (first, new PrefixedStream(head.AsMemory(0, length), text));
    }

    public override int Read(Span<byte> buffer)
    {
        if (prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        int length = Math.Min(buffer.Length, prefix.Length);
        prefix.Span[..length].CopyTo(buffer);
        prefix = prefix[length..];
        return length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        prefix.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
