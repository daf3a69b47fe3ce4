using System.Buffers.Binary;

namespace CreatorStream.Events.Arrow;

/// <summary>
/// Walks the messages of a stream (Columnar.html, "IPC Streaming Format"): a schema, then dictionaries and record
/// batches in any order, then the end: its marker, or where the bytes end. After <see cref="Next"/> the columns stand
/// at a record batch.
/// </summary>
internal ref struct ArrowReader(ReadOnlySpan<byte> stream, ArrowColumns columns)
{
    private readonly ReadOnlySpan<byte> stream = stream;
    private int position;
    private bool hasSchema;

    /// <summary>Rows of the current record batch.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes on to the next record batch.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">The stream is malformed, or not what is read here.</exception>
    public bool Next()
    {
        while (ReadLength(out int length))
        {
            if (length < 0 || length > stream.Length - position)
            {
                throw ArrowFormat.Malformed(
                    position,
                    $"metadata of {length} bytes where {stream.Length - position} are left"
                );
            }
            int body = position + length;
            FlatTable message = FlatTable.Root(stream[..body], position);
            long bodyLength = message.Int64(3);
            if (bodyLength < 0 || bodyLength > stream.Length - body)
            {
                throw ArrowFormat.Malformed(
                    position,
                    $"a body of {bodyLength} bytes where {stream.Length - body} are left"
                );
            }
            int start = position;
            position = body + (int)bodyLength;
            if (Read(message, start, body, (int)bodyLength))
            {
                return true;
            }
        }
        if (!hasSchema)
        {
            throw ArrowFormat.Malformed(position, "it ends before its schema");
        }
        return false;
    }

    /// <returns>Whether it was a record batch.</returns>
    private bool Read(FlatTable message, int start, int body, int bodyLength)
    {
        short version = message.Int16(0);
        if (version is not (ArrowFormat.Version4 or ArrowFormat.Version5))
        {
            throw ArrowFormat.Unsupported($"its metadata has version {version + 1}, not 4 or 5");
        }
        var header = (ArrowHeader)message.Byte(1);
        if (hasSchema == (header == ArrowHeader.Schema))
        {
            throw ArrowFormat.Malformed(
                start,
                hasSchema ? "there is a second schema" : "it doesn't begin with a schema"
            );
        }
        switch (header)
        {
            case ArrowHeader.Schema:
                columns.Define(message.Table(2), version == ArrowFormat.Version4);
                hasSchema = true;
                return false;
            case ArrowHeader.DictionaryBatch:
                columns.AddDictionary(stream, message.Table(2), body, bodyLength);
                return false;
            case ArrowHeader.RecordBatch:
                var buffers = new ArrowBuffers(message.Table(2), body, bodyLength);
                columns.Load(buffers);
                Rows = buffers.Rows;
                return true;
            default:
                throw ArrowFormat.Unsupported($"message type {(byte)header} is neither schema, dictionary nor records");
        }
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
