using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// The names of an event's properties by length and first eight bytes: one load, one product, one look at a table in
/// which no two names meet.
/// </summary>
internal static class EventNames
{
    /// <summary>Bytes that must be there from a name's start on, its own or others.</summary>
    public const int LeastBytes = 8;

    private const int Bits = 6;

    private static readonly ulong Factor;
    private static readonly Slot[] Slots;

    static EventNames()
    {
        EventProperty[] all = [.. Enumerable.Range(0, (int)EventProperty.Unknown).Select(p => (EventProperty)p)];
        // Some odd factor keeps 22 names apart in 64 slots; the same one every time.
        for (ulong factor = 0x9e3779b97f4a7c15; ; factor += 2)
        {
            var slots = new Slot[1 << Bits];
            Array.Fill(slots, new Slot(0, 0, 0, EventProperty.Unknown));
            if (all.All(property => TryPlace(slots, factor, property)))
            {
                (Factor, Slots) = (factor, slots);
                return;
            }
        }
    }

    /// <summary>The property whose name is at <paramref name="start"/>, where <see cref="LeastBytes"/> bytes can be read.</summary>
    public static EventProperty Find(ReadOnlySpan<byte> text, int start, int length)
    {
        if (length == 0)
        {
            return EventProperty.Unknown;
        }
        ulong word = Word(text[start..], length);
        Slot slot = Slots[(int)((word * Factor) >> (64 - Bits))];
        return slot.Word == word && slot.Length == length && (length <= 8 || text[start + 8] == slot.Ninth)
            ? slot.Property
            : EventProperty.Unknown;
    }

    private static bool TryPlace(Slot[] slots, ulong factor, EventProperty property)
    {
        byte[] name = Encoding.ASCII.GetBytes(property.JsonName());
        ulong word = Word([.. name, .. new byte[8]], name.Length);
        ref Slot slot = ref slots[(int)((word * factor) >> (64 - Bits))];
        if (slot.Property != EventProperty.Unknown)
        {
            return false;
        }
        slot = new Slot(word, name.Length, name.Length > 8 ? name[8] : (byte)0, property);
        return true;
    }

    private static ulong Word(ReadOnlySpan<byte> name, int length) =>
        BinaryPrimitives.ReadUInt64LittleEndian(name) & (ulong.MaxValue >> (64 - (8 * Math.Min(length, 8))));

    private readonly record struct Slot(ulong Word, int Length, byte Ninth, EventProperty Property);
}
