using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>How the touches of a journey are kept: the later ones take more room, and hold what those before do.</summary>
internal enum TouchForm : byte
{
    /// <summary>
    /// 12 bytes a touch: 42 bits of microseconds after the journey's base (50 days), 6 of the kind, 18 of the subject
    /// (262,144), and 30 of the fingerprint.
    /// </summary>
    Short,

    /// <summary>
    /// The same, and behind all touches 4 bytes for the one of them that has an engaged time: few visitors have two, and
    /// most touches have none.
    /// </summary>
    OneEngaged,

    /// <summary>16 bytes a touch: the same as in the short form, and the engaged time.</summary>
    Engaged,

    /// <summary>
    /// 24 bytes a touch: everything, and room for all of the fingerprint: of touches that were kept shorter before, its
    /// last 30 bits.
    /// </summary>
    Full,
}

/// <summary>
/// The touches of a visitor as they are kept, ordered by time and kind, and by arrival where those are equal: all of a
/// journey in the shortest form that holds each of them. Valid until any visitor is added or gets another touch.
/// </summary>
public readonly ref struct JourneyTouches : IJourney
{
    /// <summary>As much of a fingerprint as all forms have.</summary>
    internal const ulong FingerprintMask = (1UL << (32 - SubjectBitsAfter)) - 1;

    private const int SubjectBits = 18;

    /// <summary>Of a subject, how many bits stand behind the key, and its others behind the fingerprint.</summary>
    private const int SubjectBitsBefore = 16;
    private const int SubjectBitsAfter = SubjectBits - SubjectBitsBefore;
    private const int KeyBits = 64 - SubjectBitsBefore;

    /// <summary>Bases are told by the key's bits from here on: units of 9.5 hours since 2000.</summary>
    private const int BaseShift = 35 + TouchKey.KindBits;

    /// <summary>The words of 4 bytes that a touch takes in the short form.</summary>
    internal const int ShortSize = 3;

    private const int EngagedSize = 4;
    private const int FullSize = 6;

    /// <summary>Of the one engaged time, how many bits tell whose it is; the others hold more than a day.</summary>
    private const int PositionBits = 5;

    private readonly ReadOnlySpan<uint> words;
    private readonly ulong baseKey;
    private readonly TouchForm form;
    private readonly int size;

    /// <summary>The one engaged time and whose it is. All zeros, the first touch has none.</summary>
    private readonly uint tail;

    internal JourneyTouches(ReadOnlySpan<uint> words, ushort ofBase, TouchForm form)
    {
        this.words = words;
        this.form = form;
        baseKey = KeyOf(ofBase);
        size = SizeOf(form);
        // By numbers that are known: dividing by any takes longer than all the rest.
        Length = form switch
        {
            TouchForm.Short or TouchForm.OneEngaged => words.Length / ShortSize,
            TouchForm.Engaged => words.Length / EngagedSize,
            _ => words.Length / FullSize,
        };
        tail = form == TouchForm.OneEngaged ? words[^1] : 0;
    }

    public int Length { get; }

    public JourneyTouch this[int index]
    {
        get
        {
            ref uint at = ref At(index);
            if (form == TouchForm.Full)
            {
                return Unsafe.ReadUnaligned<JourneyTouch>(ref Unsafe.As<uint, byte>(ref at));
            }
            ulong unit = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<uint, byte>(ref at));
            uint after = Unsafe.Add(ref at, 2) & ((1 << SubjectBitsAfter) - 1);
            int subject = (int)((after << SubjectBitsBefore) | (unit & ((1 << SubjectBitsBefore) - 1)));
            uint engaged =
                form == TouchForm.Short ? 0
                : form == TouchForm.Engaged ? Unsafe.Add(ref at, ShortSize)
                : PositionOf(tail) == index ? tail >> PositionBits
                : 0;
            return new((unit >> SubjectBitsBefore) + baseKey, subject, (int)engaged);
        }
    }

    /// <summary>The subject of a touch alone.</summary>
    public int SubjectAt(int index)
    {
        ref uint at = ref At(index);
        return form == TouchForm.Full
            ? Unsafe.ReadUnaligned<JourneyTouch>(ref Unsafe.As<uint, byte>(ref at)).Subject
            : (int)(((Unsafe.Add(ref at, 2) & ((1 << SubjectBitsAfter) - 1)) << SubjectBitsBefore) | (ushort)at);
    }

    /// <summary>Whether <see cref="Fingerprint"/> may tell all of it.</summary>
    internal bool HasFingerprints => form == TouchForm.Full;

    /// <summary>What is kept of a touch's fingerprint: its last 30 bits, or all.</summary>
    internal ulong Fingerprint(int index)
    {
        ref uint at = ref At(index);
        return form == TouchForm.Full
            ? Unsafe.Add(ref at, 4) | ((ulong)Unsafe.Add(ref at, 5) << 32)
            : Unsafe.Add(ref at, 2) >> SubjectBitsAfter;
    }

    /// <summary>The first word of a touch. This is what every event comes by several times, so the index is checked once.</summary>
    private ref uint At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(words), index * size);
    }

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

    /// <summary>Whether a touch is one of those from a position up to another, as far as their fingerprints are kept.</summary>
    internal bool HasAmong(int first, int end, in JourneyTouch touch, ulong fingerprint)
    {
        for (int like = first; like < end; like++)
        {
            if (((Fingerprint(like) ^ fingerprint) & FingerprintMask) == 0 && this[like] == touch)
            {
                return true;
            }
        }
        return false;
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

    /// <summary>The shortest form that holds a journey and one touch more.</summary>
    internal TouchForm FormWith(in JourneyTouch touch, ushort ofBase)
    {
        // Of an earlier one this wraps around to a large number.
        ulong afterBase = touch.Key - KeyOf(ofBase);
        if (form == TouchForm.Full || afterBase >> KeyBits != 0 || (uint)touch.Subject >> SubjectBits != 0)
        {
            return TouchForm.Full;
        }
        if (form == TouchForm.Engaged || (form == TouchForm.Short && touch.EngagedMillis == 0))
        {
            return form;
        }
        bool isTheOne = form == TouchForm.Short || touch.EngagedMillis == 0;
        bool hasRoom = Length >> PositionBits == 0 && (uint)touch.EngagedMillis >> (32 - PositionBits) == 0;
        return isTheOne && hasRoom ? TouchForm.OneEngaged : TouchForm.Engaged;
    }

    /// <summary>The words that so many touches take.</summary>
    internal static int WordsOf(TouchForm form, int touches) =>
        (touches * SizeOf(form)) + (form == TouchForm.OneEngaged ? 1 : 0);

    /// <summary>Puts a touch, which must fit, at its position. The last words are those of one touch that isn't there yet.</summary>
    internal static void Insert(
        Span<uint> words,
        int position,
        TouchForm form,
        ushort ofBase,
        in JourneyTouch touch,
        ulong fingerprint
    )
    {
        int size = SizeOf(form);
        // With those behind it the one engaged time moves, too.
        words[(position * size)..^size].CopyTo(words[((position + 1) * size)..]);
        if (form == TouchForm.OneEngaged)
        {
            ref uint tail = ref words[^1];
            tail += PositionOf(tail) >= position ? 1u : 0;
        }
        Write(words, position, form, ofBase, touch, fingerprint);
    }

    /// <summary>Writes a touch, which must fit, at its position.</summary>
    internal static void Write(
        Span<uint> words,
        int position,
        TouchForm form,
        ushort ofBase,
        in JourneyTouch touch,
        ulong fingerprint
    )
    {
        int size = SizeOf(form);
        Span<uint> at = words.Slice(position * size, size);
        if (form == TouchForm.Full)
        {
            MemoryMarshal.Cast<uint, JourneyTouch>(at)[0] = touch;
            at[4] = (uint)fingerprint;
            at[5] = (uint)(fingerprint >> 32);
            return;
        }
        uint subject = (uint)touch.Subject;
        ulong unit = ((touch.Key - KeyOf(ofBase)) << SubjectBitsBefore) | (ushort)subject;
        MemoryMarshal.Write(MemoryMarshal.AsBytes(at), unit);
        at[2] = ((uint)fingerprint << SubjectBitsAfter) | (subject >> SubjectBitsBefore);
        if (form == TouchForm.Engaged)
        {
            at[ShortSize] = (uint)touch.EngagedMillis;
        }
        else if (touch.EngagedMillis != 0)
        {
            words[^1] = ((uint)touch.EngagedMillis << PositionBits) | (uint)position;
        }
    }

    private static int SizeOf(TouchForm form) =>
        form <= TouchForm.OneEngaged ? ShortSize
        : form == TouchForm.Engaged ? EngagedSize
        : FullSize;

    private static int PositionOf(uint tail) => (int)(tail & ((1 << PositionBits) - 1));

    private static ulong KeyOf(ushort ofBase) => (ulong)ofBase << BaseShift;

    public ref struct Enumerator(JourneyTouches touches)
    {
        private readonly JourneyTouches touches = touches;
        private int index = -1;

        public readonly JourneyTouch Current => touches[index];

        public bool MoveNext() => ++index < touches.Length;
    }
}
