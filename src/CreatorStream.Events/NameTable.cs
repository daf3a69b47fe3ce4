using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// A fixed set of short ASCII names, each with its value: a name is found by its length, first and last eight bytes,
/// with one product and one look at a table in which no two names meet.
/// </summary>
internal sealed class NameTable<T>
{
    private const int LongestName = 16;
    private const int Bits = 6;

    private readonly ulong factor;
    private readonly Slot[] slots;
    private readonly T other;

    /// <param name="names">At most some 24 names of 1 to 16 bytes: with more, none of the factors may keep them apart.</param>
    /// <param name="other">The value of every other name.</param>
    public NameTable(IReadOnlyCollection<(string Name, T Value)> names, T other)
    {
        this.other = other;
        // The same factor every time, whose slots hold all names.
        for (factor = 0x9e3779b97f4a7c15; ; factor += 2)
        {
            slots = new Slot[1 << Bits];
            if (names.All(name => TryPlace(Encoding.ASCII.GetBytes(name.Name), name.Value)))
            {
                return;
            }
        }
    }

    public T Find(ReadOnlySpan<byte> name)
    {
        ulong first = First(name);
        ref readonly Slot slot = ref slots[(int)((first * factor) >> (64 - Bits))];
        return slot.Length == name.Length && slot.First == first && slot.Last == Last(name, first) && name.Length > 0
            ? slot.Value
            : other;
    }

    private bool TryPlace(ReadOnlySpan<byte> name, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName);
        ulong first = First(name);
        ref Slot slot = ref slots[(int)((first * factor) >> (64 - Bits))];
        if (slot.Length > 0)
        {
            return false;
        }
        slot = new Slot(first, Last(name, first), name.Length, value);
        return true;
    }

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
