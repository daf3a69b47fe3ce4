namespace CreatorStream.Arrow;

/// <summary>How many rows a stream has, by the headers of its record batches: nothing else of it is read.</summary>
internal static class ArrowRowCount
{
    /// <exception cref="InvalidDataException">The stream is malformed as far as it was read.</exception>
    public static long Of(ReadOnlySpan<byte> stream)
    {
        long rows = 0;
        var frames = new ArrowFrames(stream);
        while (frames.Next())
        {
            if (frames.Header != ArrowHeader.RecordBatch)
            {
                continue;
            }
            long length = frames.Message.Table(2).Int64(0);
            if (length < 0 || length > frames.BodyLength)
            {
                throw ArrowFormat.Malformed(frames.Start, $"a batch has {length} rows");
            }
            rows += length;
        }
        return rows;
    }
}
