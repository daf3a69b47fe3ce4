using System.Buffers.Binary;

namespace CreatorStream.Arrow;

/// <summary>
/// A table of a FlatBuffer, read where it lies: https://flatbuffers.dev/internals/. Every offset and length is
/// checked before it is followed; what points outside throws <see cref="InvalidDataException"/>. Positions are bytes
/// from the stream's begin, so that errors can name them.
/// </summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int begin;
    private readonly int table;
    private readonly int vtable;
    private readonly int vtableLength;

    private FlatTable(ReadOnlySpan<byte> bytes, int begin, int table)
    {
        this.bytes = bytes;
        this.begin = begin;
        this.table = table;
        Check(table, 4);
        long at = table - (long)BinaryPrimitives.ReadInt32LittleEndian(bytes[table..]);
        if (at < begin || at > bytes.Length - 4)
        {
            throw ArrowFormat.Malformed(table, "a table's layout lies outside the metadata");
        }
        vtable = (int)at;
        vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[vtable..]);
        Check(vtable, vtableLength);
    }

    public int Position => table;

    /// <summary>The root of the FlatBuffer that fills <paramref name="bytes"/> from <paramref name="begin"/> on.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> bytes, int begin)
    {
        if (bytes.Length - begin < 4)
        {
            throw ArrowFormat.Malformed(begin, "the metadata is too short");
        }
        return new FlatTable(bytes, begin, Follow(bytes, begin));
    }

    public bool Has(int slot) => Find(slot, 1) >= 0;

    public byte Byte(int slot) => Find(slot, 1) is >= 0 and var at ? bytes[at] : (byte)0;

    public short Int16(int slot) =>
        Find(slot, 2) is >= 0 and var at ? BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]) : (short)0;

    public int Int32(int slot, int absent = 0) =>
        Find(slot, 4) is >= 0 and var at ? BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) : absent;

    public long Int64(int slot) =>
        Find(slot, 8) is >= 0 and var at ? BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) : 0;

    /// <exception cref="InvalidDataException">It isn't there.</exception>
    public FlatTable Table(int slot)
    {
        int at = Find(slot, 4);
        return at >= 0
            ? new FlatTable(bytes, begin, Follow(bytes, at))
            : throw ArrowFormat.Malformed(table, "a required part of the metadata is missing");
    }

    /// <summary>The bytes of a string, empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(int slot)
    {
        FlatVector vector = Vector(slot, 1);
        return vector.Count == 0 ? default : vector.Bytes(0, vector.Count);
    }

    /// <summary>Elements of <paramref name="elementSize"/> bytes each, none where the vector is absent.</summary>
    public FlatVector Vector(int slot, int elementSize)
    {
        int at = Find(slot, 4);
        if (at < 0)
        {
            return default;
        }
        int vector = Follow(bytes, at);
        Check(vector, 4);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[vector..]);
        Check(vector + 4, (long)count * elementSize);
        return new FlatVector(bytes, begin, vector + 4, (int)count, elementSize);
    }

    internal static FlatTable At(ReadOnlySpan<byte> bytes, int begin, int at) => new(bytes, begin, Follow(bytes, at));

    private int Find(int slot, int size)
    {
        int entry = 4 + (slot * 2);
        if (entry + 2 > vtableLength)
        {
            return -1;
        }
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(vtable + entry)..]);
        if (offset == 0)
        {
            return -1;
        }
        Check(table + offset, size);
        return table + offset;
    }

    private void Check(int at, long length)
    {
        if (at < begin || at > bytes.Length || length > bytes.Length - at)
        {
            throw ArrowFormat.Malformed(table, "an offset or length points outside the metadata");
        }
    }

    private static int Follow(ReadOnlySpan<byte> bytes, int at)
    {
        long target = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return target <= bytes.Length - 4
            ? (int)target
            : throw ArrowFormat.Malformed(at, "an offset points outside the metadata");
    }
}

/// <summary>A vector of a FlatBuffer whose bounds have been checked.</summary>
internal readonly ref struct FlatVector(ReadOnlySpan<byte> bytes, int begin, int position, int count, int elementSize)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Count => count;

    /// <summary>The table that element <paramref name="index"/> points to.</summary>
    public FlatTable Table(int index) => FlatTable.At(bytes, begin, At(index));

    /// <summary>The 8-byte number at <paramref name="offset"/> bytes within an element.</summary>
    public long Int64(int index, int offset = 0) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[(At(index) + offset)..]);

    public ReadOnlySpan<byte> Bytes(int index, int length) => bytes.Slice(At(index), length * elementSize);

    private int At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count);
        return position + (index * elementSize);
    }
}
