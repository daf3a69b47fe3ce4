using System.Buffers.Binary;

namespace CreatorStream.Arrow;

/// <summary>
/// Writes a FlatBuffer back to front, as https://flatbuffers.dev/internals/ has it: what is pointed to first, then what
/// points. A place is its distance from the buffer's end. Reused; keeps its buffer.
/// </summary>
internal sealed class FlatBuilder
{
    private const int MostSlots = 8;

    private readonly int[] slots = new int[MostSlots];
    private byte[] bytes = new byte[4096];
    private int used;
    private int slotCount;
    private int tableStart;

    public void Clear() => used = 0;

    /// <summary>Ends the buffer with the root's place; its length is a multiple of 8.</summary>
    public ReadOnlySpan<byte> Finish(int root)
    {
        Align(ArrowFormat.Alignment, 4);
        Offset(root);
        return bytes.AsSpan(bytes.Length - used);
    }

    public int Text(ReadOnlySpan<byte> text)
    {
        // Its length in front is aligned, a zero behind it ends it.
        Align(4, text.Length + 1);
        Int8(0);
        text.CopyTo(Take(text.Length));
        Int32(text.Length);
        return used;
    }

    public void StartVector(int count, int elementSize, int alignment)
    {
        Align(4, count * elementSize);
        Align(alignment, count * elementSize);
    }

    public int EndVector(int count)
    {
        Int32(count);
        return used;
    }

    /// <summary>A vector's element that points; the last one is added first.</summary>
    public void Offset(int place) => Int32(used + 4 - place);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void StartTable(int count)
    {
        slotCount = count;
        slots.AsSpan(0, count).Clear();
        tableStart = used;
    }

    public void AddByte(int slot, byte value)
    {
        Int8(value);
        slots[slot] = used;
    }

    public void AddInt16(int slot, short value)
    {
        Align(2, 0);
        BinaryPrimitives.WriteInt16LittleEndian(Take(2), value);
        slots[slot] = used;
    }

    public void AddInt32(int slot, int value)
    {
        Align(4, 0);
        Int32(value);
        slots[slot] = used;
    }

    public void AddInt64(int slot, long value)
    {
        Align(8, 0);
        Int64(value);
        slots[slot] = used;
    }

    public void AddOffset(int slot, int place)
    {
        Align(4, 0);
        Offset(place);
        slots[slot] = used;
    }

    /// <summary>Writes the table's layout in front of it.</summary>
    public int EndTable()
    {
        Align(4, 0);
        Int32(0);
        int table = used;
        for (int slot = slotCount - 1; slot >= 0; slot--)
        {
            Int16(slots[slot] == 0 ? 0 : table - slots[slot]);
        }
        Int16(table - tableStart);
        Int16(4 + (slotCount * 2));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - table), used - table);
        return table;
    }

    private void Int8(byte value) => Take(1)[0] = value;

    private void Int16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), (ushort)value);

    private void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    /// <summary>Zeros until the place is aligned after <paramref name="more"/> further bytes.</summary>
    private void Align(int alignment, int more) => Take(-(used + more) & (alignment - 1)).Clear();

    private Span<byte> Take(int count)
    {
        used += count;
        if (used > bytes.Length)
        {
            byte[] larger = new byte[Math.Max(bytes.Length * 2, used)];
            int before = used - count;
            bytes.AsSpan(bytes.Length - before).CopyTo(larger.AsSpan(larger.Length - before));
            bytes = larger;
        }
        return bytes.AsSpan(bytes.Length - used, count);
    }
}
