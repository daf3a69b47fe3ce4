namespace CreatorStream.Arrow;

/// <summary>
/// Reads a stream: a schema, then dictionaries and record batches in any order. After <see cref="Next"/> the columns
/// stand at a record batch.
/// </summary>
internal ref struct ArrowReader(ReadOnlySpan<byte> stream, ArrowColumns columns)
{
    private readonly ReadOnlySpan<byte> stream = stream;
    private ArrowFrames frames = new(stream);
    private bool hasSchema;

    /// <summary>Rows of the current record batch.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes on to the next record batch.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">The stream is malformed, or not what is read here.</exception>
    public bool Next()
    {
        while (frames.Next())
        {
            if (Read(frames.Message))
            {
                return true;
            }
        }
        if (!hasSchema)
        {
            throw ArrowFormat.Malformed(frames.Position, "it ends before its schema");
        }
        return false;
    }

    /// <returns>Whether it was a record batch.</returns>
    private bool Read(FlatTable message)
    {
        short version = message.Int16(0);
        if (version is not (ArrowFormat.Version4 or ArrowFormat.Version5))
        {
            throw ArrowFormat.Unsupported($"its metadata has version {version + 1}, not 4 or 5");
        }
        ArrowHeader header = frames.Header;
        if (hasSchema == (header == ArrowHeader.Schema))
        {
            throw ArrowFormat.Malformed(
                frames.Start,
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
                columns.AddDictionary(stream, message.Table(2), frames.Body, frames.BodyLength);
                return false;
            case ArrowHeader.RecordBatch:
                var buffers = new ArrowBuffers(message.Table(2), frames.Body, frames.BodyLength);
                columns.Load(buffers);
                Rows = buffers.Rows;
                return true;
            default:
                throw ArrowFormat.Unsupported($"message type {(byte)header} is neither schema, dictionary nor records");
        }
    }
}
