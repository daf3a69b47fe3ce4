using System.Buffers.Binary;

namespace CreatorStream.Arrow;

/// <summary>
/// Walks the messages of a stream by their lengths (Columnar.html, "IPC Streaming Format"), up to its end: the marker, or
/// where the bytes end. Positions are bytes from the stream's begin.
/// </summary>
internal ref struct ArrowFrames(ReadOnlySpan<byte> stream)
{
    private readonly ReadOnlySpan<byte> stream = stream;
    private int position;

    /// <summary>The metadata of the current message.</summary>
    public FlatTable Message { get; private set; }

    public readonly ArrowHeader Header => (ArrowHeader)Message.Byte(1);

    /// <summary>Where its metadata begin.</summary>
    public int Start { get; private set; }

    /// <summary>Where its body begins.</summary>
    public int Body { get; private set; }

    /// <summary>In bytes; it lies within the stream.</summary>
    public int BodyLength { get; private set; }

    /// <summary>Where the next message begins, or the stream ends.</summary>
    public readonly int Position => position;

    /// <returns>false at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The stream is malformed.</exception>
    public bool Next()
    {
        if (!ReadLength(out int length))
        {
            return false;
        }
        if (length < 0 || length > stream.Length - position)
        {
            throw ArrowFormat.Malformed(
                position,
                $"metadata of {length} bytes where {stream.Length - position} are left"
            );
        }
        Start = position;
        Body = position + length;
        Message = FlatTable.Root(stream[..Body], position);
        long bodyLength = Message.Int64(3);
        if (bodyLength < 0 || bodyLength > stream.Length - Body)
        {
            throw ArrowFormat.Malformed(
                position,
                $"a body of {bodyLength} bytes where {stream.Length - Body} are left"
            );
        }
        BodyLength = (int)bodyLength;
        position = Body + BodyLength;
        return true;
    }

    /// <summary>Reads what stands before a message's metadata.</summary>
    /// <returns>false at the end of the stream.</returns>
    private bool ReadLength(out int length)
    {
        length = 0;
        if (position == stream.Length)
        {
            return false;
        }
        length = ReadInt32();
        if (length == ArrowFormat.Continuation)
        {
            length = ReadInt32();
        }
        if (length == 0 && position != stream.Length)
        {
            throw ArrowFormat.Malformed(position, "there are bytes behind the end of the stream");
        }
        return length != 0;
    }

    private int ReadInt32()
    {
        if (stream.Length - position < 4)
        {
            throw ArrowFormat.Malformed(position, "it breaks off");
        }
        int value = BinaryPrimitives.ReadInt32LittleEndian(stream[position..]);
        position += 4;
        return value;
    }
}
