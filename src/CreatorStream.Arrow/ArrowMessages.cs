using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>The metadata of the messages, by Schema.fbs and Message.fbs. Each is valid until the next.</summary>
internal sealed class ArrowMessages
{
    private readonly FlatBuilder builder = new();
    private readonly List<int> places = [];

    /// <summary>The lengths of the last message's buffers, in bytes and in their order, without padding.</summary>
    public List<int> Buffers { get; } = [];

    public static long BodyLength(List<int> buffers)
    {
        long length = 0;
        foreach (int buffer in buffers)
        {
            length += ArrowFormat.Pad(buffer);
        }
        return length;
    }

    public ReadOnlySpan<byte> Schema(List<ArrowOutput> columns)
    {
        builder.Clear();
        Buffers.Clear();
        places.Clear();
        foreach (ArrowOutput column in columns)
        {
            places.Add(Field(column));
        }
        builder.StartVector(places.Count, 4, 4);
        for (int i = places.Count - 1; i >= 0; i--)
        {
            builder.Offset(places[i]);
        }
        int fields = builder.EndVector(places.Count);
        builder.StartTable(2);
        builder.AddOffset(1, fields);
        return Message(ArrowHeader.Schema, builder.EndTable());
    }

    /// <summary>The dictionary of a column, named by the column's property.</summary>
    public ReadOnlySpan<byte> Dictionary(ArrowOutput column)
    {
        builder.Clear();
        Buffers.Clear();
        Buffers.Add(0);
        AddTextBuffers(column.Text!);
        StartNodes(1);
        Node(column.Text!.DistinctCount, 0);
        int records = Batch(column.Text.DistinctCount, builder.EndVector(1));
        builder.StartTable(3);
        builder.AddInt64(0, (long)column.Property);
        builder.AddOffset(1, records);
        return Message(ArrowHeader.DictionaryBatch, builder.EndTable());
    }

    public ReadOnlySpan<byte> Records(List<ArrowOutput> columns, int rows)
    {
        builder.Clear();
        Buffers.Clear();
        StartNodes(columns.Count);
        for (int i = columns.Count - 1; i >= 0; i--)
        {
            Node(rows, columns[i].Nulls);
        }
        int nodes = builder.EndVector(columns.Count);
        foreach (ArrowOutput column in columns)
        {
            Buffers.Add(column.Nulls > 0 ? (rows + 7) / 8 : 0);
            if (column.Text == null)
            {
                Buffers.Add(rows * 8);
            }
            else if (column.Text.IsDictionary)
            {
                Buffers.Add(rows * column.Text.IndexWidth);
            }
            else
            {
                AddTextBuffers(column.Text);
            }
        }
        return Message(ArrowHeader.RecordBatch, Batch(rows, nodes));
    }

    private void AddTextBuffers(ArrowTextEncoding text)
    {
        Buffers.Add(text.OffsetBytes);
        Buffers.Add(text.TextBytes);
    }

    private int Field(ArrowOutput column)
    {
        (ArrowType type, int typePlace) = Type(column);
        int name = builder.Text(ArrowColumns.Utf8NameOf(column.Property));
        // Readers ask for the vector even where there are no children.
        builder.StartVector(0, 4, 4);
        int children = builder.EndVector(0);
        int dictionary = column.Text is { IsDictionary: true } text ? Encoding(column, text) : 0;
        builder.StartTable(6);
        builder.AddOffset(FieldSlots.Name, name);
        builder.AddOffset(FieldSlots.Type, typePlace);
        if (dictionary != 0)
        {
            builder.AddOffset(FieldSlots.Dictionary, dictionary);
        }
        builder.AddOffset(FieldSlots.Children, children);
        builder.AddByte(FieldSlots.Nullable, 1);
        builder.AddByte(FieldSlots.TypeType, (byte)type);
        return builder.EndTable();
    }

    private (ArrowType Type, int Place) Type(ArrowOutput column)
    {
        switch (column.Property)
        {
            case EventProperty.Time:
                int zone = builder.Text("UTC"u8);
                builder.StartTable(2);
                builder.AddOffset(1, zone);
                builder.AddInt16(0, (short)ArrowTimeUnit.Microsecond);
                return (ArrowType.Timestamp, builder.EndTable());
            case ArrowColumns.ValueMicros:
                return (ArrowType.Int, Int(64));
            case EventProperty.Seconds or EventProperty.Completeness:
                builder.StartTable(1);
                // Double precision.
                builder.AddInt16(0, 2);
                return (ArrowType.FloatingPoint, builder.EndTable());
            default:
                builder.StartTable(0);
                return (ArrowType.Utf8, builder.EndTable());
        }
    }

    private int Int(int bits)
    {
        builder.StartTable(2);
        builder.AddInt32(0, bits);
        builder.AddByte(1, 1);
        return builder.EndTable();
    }

    private int Encoding(ArrowOutput column, ArrowTextEncoding text)
    {
        int index = Int(text.IndexWidth * 8);
        builder.StartTable(2);
        builder.AddInt64(0, (long)column.Property);
        builder.AddOffset(1, index);
        return builder.EndTable();
    }

    private void StartNodes(int count) => builder.StartVector(count, 16, 8);

    private void Node(int rows, int nulls)
    {
        builder.Int64(nulls);
        builder.Int64(rows);
    }

    private int Batch(int rows, int nodes)
    {
        builder.StartVector(Buffers.Count, 16, 8);
        long end = BodyLength(Buffers);
        for (int i = Buffers.Count - 1; i >= 0; i--)
        {
            end -= ArrowFormat.Pad(Buffers[i]);
            builder.Int64(Buffers[i]);
            builder.Int64(end);
        }
        int buffers = builder.EndVector(Buffers.Count);
        builder.StartTable(3);
        builder.AddInt64(0, rows);
        builder.AddOffset(1, nodes);
        builder.AddOffset(2, buffers);
        return builder.EndTable();
    }

    private ReadOnlySpan<byte> Message(ArrowHeader header, int place)
    {
        builder.StartTable(4);
        builder.AddInt64(3, BodyLength(Buffers));
        builder.AddOffset(2, place);
        builder.AddInt16(0, ArrowFormat.Version5);
        builder.AddByte(1, (byte)header);
        return builder.Finish(builder.EndTable());
    }
}
