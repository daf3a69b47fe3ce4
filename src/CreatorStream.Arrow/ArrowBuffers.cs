namespace CreatorStream.Arrow;

/// <summary>
/// The table RecordBatch of Message.fbs, which also carries the values of a dictionary: nodes (rows, nulls) and buffers
/// (begin, bytes) of all columns, one after another. Everything is checked against the body when it is asked for.
/// </summary>
internal readonly ref struct ArrowBuffers
{
    private readonly FlatVector nodes;
    private readonly FlatVector buffers;
    private readonly FlatVector views;
    private readonly int body;
    private readonly int bodyLength;

    /// <exception cref="InvalidDataException">Compressed, or with more rows than its body can hold.</exception>
    public ArrowBuffers(FlatTable batch, int body, int bodyLength)
    {
        Position = batch.Position;
        this.body = body;
        this.bodyLength = bodyLength;
        long length = batch.Int64(0);
        // Nothing is made room for by what a header claims: a row with a time has 8 bytes at the least.
        if (length < 0 || length > bodyLength)
        {
            throw ArrowFormat.Malformed(Position, $"a batch of {length} rows has a body of {bodyLength} bytes");
        }
        if (batch.Has(3))
        {
            throw ArrowFormat.Unsupported("its bodies are compressed; write them without compression");
        }
        Rows = (int)length;
        nodes = batch.Vector(1, 16);
        buffers = batch.Vector(2, 16);
        views = batch.Vector(4, 8);
    }

    public int Rows { get; }

    /// <summary>Where the table lies, for errors.</summary>
    public int Position { get; }

    public (long Length, long Nulls) Node(int index) =>
        index < nodes.Count
            ? (nodes.Int64(index), nodes.Int64(index, 8))
            : throw ArrowFormat.Malformed(Position, "a batch has fewer nodes than the schema has columns");

    /// <summary>Where a buffer begins in the stream, and its bytes.</summary>
    public (int Start, int Length) Buffer(int index)
    {
        if ((uint)index >= (uint)buffers.Count)
        {
            throw ArrowFormat.Malformed(Position, "a batch has fewer buffers than its columns need");
        }
        long start = buffers.Int64(index);
        long length = buffers.Int64(index, 8);
        if (start < 0 || length < 0 || start > bodyLength || length > bodyLength - start)
        {
            throw ArrowFormat.Malformed(Position, $"buffer {index} lies outside its body");
        }
        return (body + (int)start, (int)length);
    }

    /// <summary>Further buffers of a column of views: no other type says their number in each batch.</summary>
    public int Views(int index)
    {
        long count = index < views.Count ? views.Int64(index) : -1;
        return count >= 0 && count <= buffers.Count
            ? (int)count
            : throw ArrowFormat.Malformed(Position, "a batch doesn't say how many buffers its views have");
    }
}
