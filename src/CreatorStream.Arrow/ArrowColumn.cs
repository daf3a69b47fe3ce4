using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// One column that events are read from: its type by the schema, its dictionary so far, and where its buffers lie in
/// the current record batch. Positions are bytes from the stream's begin. Reused from stream to stream.
/// </summary>
internal sealed partial class ArrowColumn(EventProperty property, string name)
{
    private readonly ArrowDictionary dictionary = new();
    private int rows;
    private int validity;
    private bool hasNulls;
    private int values;
    private int data;
    private int dataLength;

    public EventProperty Property => property;

    public string Name => name;

    public ArrowValueKind Kind { get; private set; }

    /// <summary>Bytes of a value, or of a value's offset in a text column.</summary>
    public int Width { get; private set; }

    public ArrowTimeUnit Unit { get; private set; }

    /// <summary>Decimals of a decimal.</summary>
    public int Scale { get; private set; }

    public bool IsDictionary { get; private set; }

    public long DictionaryId { get; private set; }

    public bool IsText => Kind == ArrowValueKind.Text;

    /// <summary>Takes over name, type and dictionary of a Field of the schema.</summary>
    /// <exception cref="InvalidDataException">The type can't hold this property.</exception>
    public void Define(FlatTable field)
    {
        rows = 0;
        dictionary.Clear();
        var type = (ArrowType)field.Byte(FieldSlots.TypeType);
        if (type == ArrowType.Null)
        {
            Kind = ArrowValueKind.Null;
        }
        else
        {
            DefineType(type, field.Table(FieldSlots.Type));
        }
        IsDictionary = field.Has(FieldSlots.Dictionary);
        if (IsDictionary)
        {
            DefineDictionary(field.Table(FieldSlots.Dictionary));
        }
        if (!Fits())
        {
            throw ArrowFormat.Unsupported(
                $"column {name} has a type ({type}) that can't be read as {ArrowColumns.Expected(property)}"
            );
        }
    }

    /// <summary>Reads a batch of the dictionary: its values replace what was there, or are added to it.</summary>
    public void AddDictionary(ReadOnlySpan<byte> stream, ArrowBuffers buffers, bool isDelta)
    {
        if (!isDelta)
        {
            dictionary.Clear();
        }
        if (buffers.Rows > 0)
        {
            Locate(buffers, 0, 0, false);
            dictionary.Add(this, stream, buffers.Rows);
        }
    }

    /// <summary>Finds the buffers of the current record batch, and checks that they hold what its rows need.</summary>
    /// <param name="node">The column's first node.</param>
    /// <param name="buffer">The column's first buffer.</param>
    public void Load(ArrowBuffers buffers, int node, int buffer) => Locate(buffers, node, buffer, IsDictionary);

    public bool IsNull(ReadOnlySpan<byte> stream, int row) =>
        Kind == ArrowValueKind.Null || (hasNulls && ((stream[validity + (row >> 3)] >> (row & 7)) & 1) == 0);

    /// <summary>The text of a row that is not null; empty where the dictionary's value is null.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> stream, int row) =>
        IsDictionary ? dictionary.Text(stream, Index(stream, row)) : PlainText(stream, row);

    /// <summary>A row's text where it lies. Offsets are checked here, at each use.</summary>
    private ReadOnlySpan<byte> PlainText(ReadOnlySpan<byte> stream, int row)
    {
        int start = TextStart(stream, row, out int length);
        return stream.Slice(start, length);
    }

    /// <summary>Where a row's text begins in the stream, and its bytes.</summary>
    internal int TextStart(ReadOnlySpan<byte> stream, int row, out int length)
    {
        long start;
        long end;
        if (Width == 4)
        {
            ReadOnlySpan<byte> at = stream.Slice(values + (row * 4), 8);
            start = BinaryPrimitives.ReadInt32LittleEndian(at);
            end = BinaryPrimitives.ReadInt32LittleEndian(at[4..]);
        }
        else
        {
            ReadOnlySpan<byte> at = stream.Slice(values + (row * 8), 16);
            start = BinaryPrimitives.ReadInt64LittleEndian(at);
            end = BinaryPrimitives.ReadInt64LittleEndian(at[8..]);
        }
        if (start < 0 || end < start || end > dataLength)
        {
            throw ArrowFormat.Malformed(values, $"text {row} of column {name} lies outside its buffer");
        }
        length = (int)(end - start);
        return data + (int)start;
    }

    private int Index(ReadOnlySpan<byte> stream, int row)
    {
        ReadOnlySpan<byte> at = stream.Slice(values + (row * indexWidth), indexWidth);
        long index = (indexWidth, indexSigned) switch
        {
            (1, true) => (sbyte)at[0],
            (1, false) => at[0],
            (2, true) => BinaryPrimitives.ReadInt16LittleEndian(at),
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
            (4, true) => BinaryPrimitives.ReadInt32LittleEndian(at),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
            _ => BinaryPrimitives.ReadInt64LittleEndian(at),
        };
        return (ulong)index < (ulong)dictionary.Count ? (int)index : throw BadIndex(row);
    }

    private InvalidDataException BadIndex(int row) =>
        ArrowFormat.Malformed(values, $"row {row} of column {name} is not in its dictionary of {dictionary.Count}");

    private void Locate(ArrowBuffers buffers, int node, int buffer, bool indices)
    {
        rows = buffers.Rows;
        (long length, long nulls) = buffers.Node(node);
        if (length != rows)
        {
            throw ArrowFormat.Malformed(buffers.Position, $"column {name} has {length} rows in a batch of {rows}");
        }
        hasNulls = false;
        if (Kind == ArrowValueKind.Null || rows == 0)
        {
            return;
        }
        (validity, int validityLength) = buffers.Buffer(buffer);
        if (nulls != 0 && validityLength > 0)
        {
            Need(buffers, validityLength, (rows + 7L) / 8);
            hasNulls = true;
        }
        else if (nulls > 0)
        {
            throw ArrowFormat.Malformed(buffers.Position, $"column {name} has nulls but doesn't say where");
        }
        (values, int valuesLength) = buffers.Buffer(buffer + 1);
        if (indices)
        {
            Need(buffers, valuesLength, (long)rows * indexWidth);
        }
        else if (IsText)
        {
            Need(buffers, valuesLength, (rows + 1L) * Width);
            (data, dataLength) = buffers.Buffer(buffer + 2);
        }
        else
        {
            Need(buffers, valuesLength, (long)rows * Width);
        }
    }

    private void Need(ArrowBuffers buffers, int length, long needed)
    {
        if (length < needed)
        {
            throw ArrowFormat.Malformed(
                buffers.Position,
                $"column {name} has a buffer of {length} bytes where {rows} rows need {needed}"
            );
        }
    }

    private ReadOnlySpan<T> Values<T>(ReadOnlySpan<byte> stream)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(stream.Slice(values, rows * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
}
