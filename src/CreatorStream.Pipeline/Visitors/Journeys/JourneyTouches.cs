using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// The touches of a visitor as they are kept, ordered by time and kind: 8 bytes each, or 16 in a journey of which one
/// doesn't fit into 8. Valid until the visitor gets another touch.
/// </summary>
/// <remarks>
/// In 8 bytes are 42 bits of microseconds after the journey's base (50 days), 4 of the kind and 18 of the subject
/// (262,144). What is later, another subject, or a visit with engaged time, needs 16: a <see cref="JourneyTouch"/>.
/// </remarks>
public readonly ref struct JourneyTouches
{
    private const int SubjectBits = 18;
    private const int KeyBits = 64 - SubjectBits;

    /// <summary>Bases are told by the key's bits from here on: units of 9.5 hours since 2000.</summary>
    private const int BaseShift = 39;

    private readonly ReadOnlySpan<ulong> units;
    private readonly ulong baseKey;
    private readonly bool isWide;

    internal JourneyTouches(ReadOnlySpan<ulong> units, ushort ofBase, bool isWide)
    {
        this.units = units;
        this.isWide = isWide;
        baseKey = KeyOf(ofBase);
    }

    public int Length => isWide ? units.Length / 2 : units.Length;

    public JourneyTouch this[int index] => isWide ? Wide(units)[index] : Unpack(units[index], baseKey);

    public Enumerator GetEnumerator() => new(this);

    /// <summary>The position of the first touch whose key is not smaller.</summary>
    public int LowerBound(ulong key)
    {
        int low = 0;
        int high = Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (this[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    public void CopyTo(Span<JourneyTouch> into)
    {
        for (int index = 0; index < Length; index++)
        {
            into[index] = this[index];
        }
    }

    public JourneyTouch[] ToArray()
    {
        var all = new JourneyTouch[Length];
        CopyTo(all);
        return all;
    }

    /// <summary>A base for a journey that begins with a key; somewhat earlier, for those that come late.</summary>
    internal static ushort BaseOf(ulong key) => (ushort)Math.Clamp((long)(key >> BaseShift) - 1, 0, ushort.MaxValue);

    /// <summary>Puts a touch into 8 bytes.</summary>
    /// <returns>false where it doesn't fit.</returns>
    internal static bool TryPack(in JourneyTouch touch, ushort ofBase, out ulong unit)
    {
        // Of an earlier one this wraps around to a large number.
        ulong afterBase = touch.Key - KeyOf(ofBase);
        unit = (afterBase << SubjectBits) | (uint)touch.Subject;
        return touch.EngagedMillis == 0 && afterBase >> KeyBits == 0 && (uint)touch.Subject >> SubjectBits == 0;
    }

    internal static Span<JourneyTouch> Wide(Span<ulong> units) => MemoryMarshal.Cast<ulong, JourneyTouch>(units);

    internal static ReadOnlySpan<JourneyTouch> Wide(ReadOnlySpan<ulong> units) =>
        MemoryMarshal.Cast<ulong, JourneyTouch>(units);

    internal static JourneyTouch Unpack(ulong unit, ushort ofBase) => Unpack(unit, KeyOf(ofBase));

    private static JourneyTouch Unpack(ulong unit, ulong baseKey) =>
        new((unit >> SubjectBits) + baseKey, (int)(unit & ((1 << SubjectBits) - 1)), 0);

    private static ulong KeyOf(ushort ofBase) => (ulong)ofBase << BaseShift;

    public ref struct Enumerator(JourneyTouches touches)
    {
        private readonly JourneyTouches touches = touches;
        private int index = -1;

        public readonly JourneyTouch Current => touches[index];

        public bool MoveNext() => ++index < touches.Length;
    }
}
