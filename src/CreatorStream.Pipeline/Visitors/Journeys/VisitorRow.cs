using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>What is known of a visitor: 16 bytes, so that with the hash before it most lie in one line of the processor's cache.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct VisitorRow
{
    /// <summary>While there are none, the number of the visitor's workspace is noted there: touches tell it by their subjects.</summary>
    [FieldOffset(0)]
    public ListRange Touches;

    /// <summary>In the place of <see cref="Touches"/>, where there is one touch only, in its short form.</summary>
    [FieldOffset(0)]
    public FirstTouch Inline;

    /// <summary>The number of its conversions' list, or −1. Who has any has no touch inline.</summary>
    [FieldOffset(8)]
    public int Converter;

    /// <summary>See <see cref="JourneyTouches"/>.</summary>
    [FieldOffset(12)]
    public ushort Base;

    [FieldOffset(14)]
    public TouchForm Form;

    [FieldOffset(15)]
    private byte flags;

    public bool IsInauthentic
    {
        readonly get => (flags & 1) != 0;
        set => flags = (byte)(value ? flags | 1 : flags & ~1);
    }

    public bool IsInline
    {
        readonly get => (flags & 2) != 0;
        set => flags = (byte)(value ? flags | 2 : flags & ~2);
    }

    public bool HasBurst
    {
        readonly get => (flags & 4) != 0;
        set => flags = (byte)(value ? flags | 4 : flags & ~4);
    }

    /// <summary>Whether it is known by a mark that other visitors may have.</summary>
    public bool HasPerson
    {
        readonly get => (flags & 8) != 0;
        set => flags = (byte)(value ? flags | 8 : flags & ~8);
    }

    public readonly bool HasConversions => !IsInline && Converter >= 0;

    /// <summary>The words of <see cref="Inline"/>, where they lie.</summary>
    public Span<uint> First => MemoryMarshal.CreateSpan(ref Unsafe.As<FirstTouch, uint>(ref Inline), 3);
}

[InlineArray(JourneyTouches.ShortSize)]
internal struct FirstTouch
{
    private uint first;
}
