using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// A fixed set of short ASCII names, each with its value: a name is found by its length, first and last eight bytes,
/// with one product and one look at a table in which no two names meet.
/// </summary>
internal sealed class NameTable<T>
{
    private const int LongestName = 16;

    private readonly ulong factor;
    private readonly int shift;
    private readonly Slot[] slots;
    private readonly T other;

    /// <param name="names">Each of 1 to 16 bytes, and not twice.</param>
    /// <param name="other">The value of every other name.</param>
    public NameTable(IReadOnlyCollection<(string Name, T Value)> names, T other)
    {
        this.other = other;
        // So many slots that one in some dozens of factors keeps all names apart.
        int bits = Math.Max(6, BitOperations.Log2((uint)(names.Count * names.Count / 4)));
        shift = 64 - bits;
        // The same factor every time, whose slots hold all names.
        for (factor = 0x9e3779b97f4a7c15; ; factor += 2)
        {
            slots = new Slot[1 << bits];
            if (names.All(name => TryPlace(Encoding.ASCII.GetBytes(name.Name), name.Value)))
            {
                return;
            }
        }
    }

    public T Find(ReadOnlySpan<byte> name)
    {
        ulong first = First(name);
        ulong last = Last(name, first);
        ref readonly Slot slot = ref slots[SlotOf(first, last)];
        return slot.Length == name.Length && slot.First == first && slot.Last == last && name.Length > 0
            ? slot.Value
            : other;
    }

    private bool TryPlace(ReadOnlySpan<byte> name, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName);
        ulong first = First(name);
        ulong last = Last(name, first);
        ref Slot slot = ref slots[SlotOf(first, last)];
        if (slot.Length > 0)
        {
            return false;
        }
        slot = new Slot(first, last, name.Length, value);
        return true;
    }

    private int SlotOf(ulong first, ulong last) =>
        (int)(((first ^ BitOperations.RotateLeft(last, 23)) * factor) >> shift);

    /// <summary>The first eight bytes, zeros behind a shorter name: never a byte that is not the name's.</summary>
    private static ulong First(ReadOnlySpan<byte> name)
    {
        int length = name.Length;
        if (length >= 8)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(name);
        }
        if (length >= 4)
        {
            // The two halves overlap in equal bytes.
            ulong end = BinaryPrimitives.ReadUInt32LittleEndian(name[(length - 4)..]);
            return BinaryPrimitives.ReadUInt32LittleEndian(name) | (end << (8 * (length - 4)));
        }
        ulong word = 0;
        for (int i = 0; i < length; i++)
        {
            word |= (ulong)name[i] << (8 * i);
        }
        return word;
    }

    private static ulong Last(ReadOnlySpan<byte> name, ulong first) =>
        name.Length > 8 ? BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]) : first;

    private readonly record struct Slot(ulong First, ulong Last, int Length, T Value);
}
