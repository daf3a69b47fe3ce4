using System.Buffers.Binary;

namespace CreatorStream.Arrow.Tests;

/// <summary>Streams in shapes that the codec itself never writes.</summary>
internal static class ForeignStream
{
    /// <param name="sizes">Rows of each batch.</param>
    /// <param name="textsOf">By name of a column with a dictionary: its rows.</param>
    /// <param name="legacy">As before Arrow 0.15: no continuation, metadata of version 4.</param>
    public static byte[] Write(
        IReadOnlyList<ForeignColumn> columns,
        IEnumerable<int> sizes,
        IReadOnlyDictionary<string, byte[]?[]> textsOf,
        bool legacy = false,
        bool compressed = false
    )
    {
        var stream = new List<byte>();
        Add(stream, ArrowHeader.Schema, builder => Schema(builder, columns), [], legacy);
        int from = 0;
        foreach (int size in sizes)
        {
            foreach (ForeignColumn column in columns.Where(column => column.Dictionary != null))
            {
                AddDictionary(stream, column.Dictionary!, textsOf[column.Name][from..(from + size)], legacy);
            }
            var parts = new Parts();
            foreach (ForeignColumn column in columns)
            {
                AddParts(parts, column, from, size);
            }
            Add(
                stream,
                ArrowHeader.RecordBatch,
                builder => Batch(builder, size, parts, compressed),
                parts.Buffers,
                legacy
            );
            from += size;
        }
        stream.AddRange(legacy ? [0, 0, 0, 0] : [255, 255, 255, 255, 0, 0, 0, 0]);
        return [.. stream];
    }

    private static void AddParts(Parts parts, ForeignColumn column, int from, int size)
    {
        column.Add(parts, from, size);
        foreach (ForeignColumn child in column.Children)
        {
            AddParts(parts, child, from, size);
        }
    }

    private static void AddDictionary(List<byte> stream, ForeignDictionary dictionary, byte[]?[] rows, bool legacy)
    {
        (List<byte[]> send, bool isDelta) = dictionary.Prepare(rows);
        var parts = new Parts();
        parts.Nodes.Add((send.Count, 0));
        parts.Buffers.Add([]);
        ForeignColumn.AddTexts(parts, [.. send], large: false);
        Add(
            stream,
            ArrowHeader.DictionaryBatch,
            builder =>
            {
                int batch = Batch(builder, send.Count, parts);
                builder.StartTable(3);
                builder.AddInt64(0, dictionary.Id);
                builder.AddOffset(1, batch);
                builder.AddByte(2, isDelta ? (byte)1 : (byte)0);
                return builder.EndTable();
            },
            parts.Buffers,
            legacy
        );
    }

    private static void Add(
        List<byte> stream,
        ArrowHeader header,
        Func<FlatBuilder, int> table,
        List<byte[]> buffers,
        bool legacy
    )
    {
        var builder = new FlatBuilder();
        int place = table(builder);
        builder.StartTable(4);
        builder.AddInt64(3, buffers.Sum(buffer => ArrowFormat.Pad(buffer.Length)));
        builder.AddOffset(2, place);
        builder.AddInt16(0, legacy ? ArrowFormat.Version4 : ArrowFormat.Version5);
        builder.AddByte(1, (byte)header);
        ReadOnlySpan<byte> metadata = builder.Finish(builder.EndTable());
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, metadata.Length);
        stream.AddRange(legacy ? length : [255, 255, 255, 255, .. length]);
        stream.AddRange(metadata);
        foreach (byte[] buffer in buffers)
        {
            stream.AddRange(buffer);
            stream.AddRange(new byte[ArrowFormat.Pad(buffer.Length) - buffer.Length]);
        }
    }

    private static int Schema(FlatBuilder builder, IReadOnlyList<ForeignColumn> columns)
    {
        int fields = Fields(builder, columns);
        builder.StartTable(2);
        builder.AddOffset(1, fields);
        return builder.EndTable();
    }

    private static int Fields(FlatBuilder builder, IReadOnlyList<ForeignColumn> columns)
    {
        int[] places = [.. columns.Select(column => Field(builder, column))];
        builder.StartVector(places.Length, 4, 4);
        foreach (int place in places.Reverse())
        {
            builder.Offset(place);
        }
        return builder.EndVector(places.Length);
    }

    private static int Field(FlatBuilder builder, ForeignColumn column)
    {
        int children = Fields(builder, column.Children);
        int name = builder.Text(System.Text.Encoding.UTF8.GetBytes(column.Name));
        int type = column.TypeTable(builder);
        int dictionary = 0;
        if (column.Dictionary is { } of)
        {
            int index = ForeignColumn.Int(builder, of.Bits, of.Signed);
            builder.StartTable(2);
            builder.AddInt64(0, of.Id);
            builder.AddOffset(1, index);
            dictionary = builder.EndTable();
        }
        builder.StartTable(6);
        builder.AddByte(FieldSlots.TypeType, (byte)column.Type);
        builder.AddOffset(FieldSlots.Name, name);
        builder.AddOffset(FieldSlots.Type, type);
        builder.AddOffset(FieldSlots.Children, children);
        if (dictionary != 0)
        {
            builder.AddOffset(FieldSlots.Dictionary, dictionary);
        }
        return builder.EndTable();
    }

    private static int Batch(FlatBuilder builder, int rows, Parts parts, bool compressed = false)
    {
        // All that BodyCompression says by default: LZ4, each buffer by itself.
        int compression = compressed ? ForeignColumn.Empty(builder) : 0;
        builder.StartVector(parts.Nodes.Count, 16, 8);
        foreach ((long length, long nulls) in Enumerable.Reverse(parts.Nodes))
        {
            builder.Int64(nulls);
            builder.Int64(length);
        }
        int nodes = builder.EndVector(parts.Nodes.Count);
        builder.StartVector(parts.Buffers.Count, 16, 8);
        long end = parts.Buffers.Sum(buffer => ArrowFormat.Pad(buffer.Length));
        foreach (byte[] buffer in Enumerable.Reverse(parts.Buffers))
        {
            end -= ArrowFormat.Pad(buffer.Length);
            builder.Int64(buffer.Length);
            builder.Int64(end);
        }
        int buffers = builder.EndVector(parts.Buffers.Count);
        builder.StartVector(parts.Views.Count, 8, 8);
        foreach (long view in Enumerable.Reverse(parts.Views))
        {
            builder.Int64(view);
        }
        int views = builder.EndVector(parts.Views.Count);
        builder.StartTable(5);
        builder.AddInt64(0, rows);
        builder.AddOffset(1, nodes);
        builder.AddOffset(2, buffers);
        builder.AddOffset(4, views);
        if (compressed)
        {
            builder.AddOffset(3, compression);
        }
        return builder.EndTable();
    }
}
