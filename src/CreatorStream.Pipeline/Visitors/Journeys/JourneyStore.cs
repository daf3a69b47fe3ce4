using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// What each visitor of the partition did: touches ordered by time and kind, and conversions. Everything else that
/// stage 1 publishes follows from these.
/// </summary>
public sealed class JourneyStore(StateMemory memory)
{
    private readonly HashIndex index = new(memory, StatePart.Visitors);
    private readonly StateList<Visitor> visitors = new(memory, StatePart.Visitors);
    private readonly ListArena<ulong> touches = new(memory, StatePart.Journeys);
    private readonly StateList<ListRange> converters = new(memory, StatePart.Conversions);
    private readonly ListArena<byte> conversions = new(memory, StatePart.Conversions);

    public int Count => index.Count;

    /// <summary>By number, the visitors' hashes. Valid until a visitor is added.</summary>
    public ReadOnlySpan<ulong> Visitors => index.Keys;

    /// <summary>A visitor's number, made where there is none yet.</summary>
    public int GetOrAdd(ulong hash, int workspace)
    {
        int visitor = index.GetOrAdd(hash, out bool added);
        if (added)
        {
            visitors.Add(new Visitor { Workspace = workspace, Converter = -1 });
        }
        return visitor;
    }

    /// <summary>Brings near where a visitor's number is looked up.</summary>
    public void PrefetchFar(ulong hash) => index.PrefetchSlot(hash);

    /// <summary>Brings near what is known of a visitor whose slot is near.</summary>
    public void PrefetchNear(ulong hash)
    {
        int visitor = index.PrefetchEntry(hash);
        if (visitor >= 0)
        {
            visitors.PrefetchItem(visitor);
        }
    }

    /// <summary>Brings near the end of the journey of a visitor who is near.</summary>
    public void PrefetchJourney(ulong hash)
    {
        int visitor = index.PrefetchEntry(hash);
        if (visitor >= 0)
        {
            touches.PrefetchEnd(visitors[visitor].Touches);
        }
    }

    /// <returns>The visitor's number, or −1.</returns>
    public int Find(ulong hash) => index.Find(hash);

    /// <returns>Its position in the journey: behind all touches that are not later.</returns>
    public int AddTouch(int visitor, in JourneyTouch touch)
    {
        ref Visitor of = ref visitors[visitor];
        if (of.Touches.Count == 0)
        {
            of.Base = JourneyTouches.BaseOf(touch.Key);
        }
        if (!of.IsWide)
        {
            if (JourneyTouches.TryPack(touch, of.Base, out ulong unit))
            {
                int at = Position(visitor, touch.Key);
                Span<ulong> units = touches.Extend(ref of.Touches, 1);
                units[at..^1].CopyTo(units[(at + 1)..]);
                units[at] = unit;
                return at;
            }
            Widen(ref of);
        }
        int position = Position(visitor, touch.Key);
        Span<JourneyTouch> journey = JourneyTouches.Wide(touches.Extend(ref of.Touches, 2));
        journey[position..^1].CopyTo(journey[(position + 1)..]);
        journey[position] = touch;
        return position;
    }

    /// <summary>Ordered by time and kind. Valid until the visitor gets another touch.</summary>
    public JourneyTouches Touches(int visitor)
    {
        ref Visitor of = ref visitors[visitor];
        return new JourneyTouches(touches.Items(of.Touches), of.Base, of.IsWide);
    }

    /// <summary>Behind all touches that are not later: mostly at the end.</summary>
    private int Position(int visitor, ulong key)
    {
        JourneyTouches journey = Touches(visitor);
        return journey.Length == 0 || journey[journey.Length - 1].Key <= key
            ? journey.Length
            : journey.LowerBound(key + 1);
    }

    private void Widen(ref Visitor of)
    {
        int count = of.Touches.Count;
        Span<ulong> units = touches.Extend(ref of.Touches, count);
        Span<JourneyTouch> wide = JourneyTouches.Wide(units);
        // From the end: none is written over before it is read.
        for (int index = count - 1; index >= 0; index--)
        {
            wide[index] = JourneyTouches.Unpack(units[index], of.Base);
        }
        of.IsWide = true;
    }

    public void AddConversion(int visitor, in ConversionFields conversion)
    {
        int length = conversion.Length;
        conversion.WriteTo(ExtendConversions(visitor, length)[^length..]);
    }

    /// <summary>Adds conversions in the form of <see cref="ConversionEvents"/>.</summary>
    public void AddConversions(int visitor, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            bytes.CopyTo(ExtendConversions(visitor, bytes.Length)[^bytes.Length..]);
        }
    }

    private Span<byte> ExtendConversions(int visitor, int by)
    {
        ref int converter = ref visitors[visitor].Converter;
        if (converter < 0)
        {
            converter = converters.Count;
            converters.Add(default);
        }
        return conversions.Extend(ref converters[converter], by);
    }

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<ConversionEvent> Conversions(int visitor) => ConversionEvents.Read(ConversionBytes(visitor));

    /// <summary>The same in the form of <see cref="ConversionEvents"/>.</summary>
    public ReadOnlySpan<byte> ConversionBytes(int visitor) =>
        HasConversions(visitor) ? conversions.Items(converters[visitors[visitor].Converter]) : default;

    public bool HasConversions(int visitor) => visitors[visitor].Converter >= 0;

    /// <summary>The number of the visitor's workspace in the task.</summary>
    public int Workspace(int visitor) => visitors[visitor].Workspace;

    /// <summary>Whether stage 2 holds this actor to be no person.</summary>
    public bool IsInauthentic(int visitor) => visitors[visitor].IsInauthentic;

    public void SetInauthentic(int visitor, bool value) => visitors[visitor].IsInauthentic = value;

    [StructLayout(LayoutKind.Auto)]
    private struct Visitor
    {
        public ListRange Touches;
        public int Workspace;

        /// <summary>The number of its conversions' list, or −1.</summary>
        public int Converter;
        public bool IsInauthentic;

        /// <summary>See <see cref="JourneyTouches"/>.</summary>
        public bool IsWide;
        public ushort Base;
    }
}
