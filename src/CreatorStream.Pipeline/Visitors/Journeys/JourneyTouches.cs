using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>How the touches of a journey are kept; as a number, the words of 4 bytes that each takes.</summary>
internal enum TouchForm : byte
{
    /// <summary>
    /// 42 bits of microseconds after the journey's base (50 days), 6 of the kind, 18 of the subject (262,144), and 30 of
    /// the fingerprint.
    /// </summary>
    Short = 3,

    /// <summary>The same, and the engaged time.</summary>
    Engaged = 4,

    /// <summary>Everything, and room for all of the fingerprint: of touches that were kept shorter before, its last 30 bits.</summary>
    Full = 6,
}

/// <summary>
/// The touches of a visitor as they are kept, ordered by time and kind, and by arrival where those are equal: all of a
/// journey in the shortest form that holds each of them. Valid until any visitor is added or gets another touch.
/// </summary>
public readonly ref struct JourneyTouches
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

    private readonly ReadOnlySpan<uint> words;
    private readonly ulong baseKey;
    private readonly TouchForm form;

    internal JourneyTouches(ReadOnlySpan<uint> words, ushort ofBase, TouchForm form)
    {
        this.words = words;
        this.form = form;
        baseKey = KeyOf(ofBase);
        // By numbers that are known: dividing by any takes longer than all the rest.
        Length = form switch
        {
            TouchForm.Short => words.Length / (int)TouchForm.Short,
            TouchForm.Engaged => words.Length / (int)TouchForm.Engaged,
            _ => words.Length / (int)TouchForm.Full,
        };
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
            int engaged = form == TouchForm.Short ? 0 : (int)Unsafe.Add(ref at, 3);
            return new((unit >> SubjectBitsBefore) + baseKey, subject, engaged);
        }
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
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(words), index * (int)form);
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

    /// <summary>The shortest form that holds a touch.</summary>
    internal static TouchForm FormOf(in JourneyTouch touch, ushort ofBase)
    {
        // Of an earlier one this wraps around to a large number.
        ulong afterBase = touch.Key - KeyOf(ofBase);
        return afterBase >> KeyBits != 0 || (uint)touch.Subject >> SubjectBits != 0 ? TouchForm.Full
            : touch.EngagedMillis != 0 ? TouchForm.Engaged
            : TouchForm.Short;
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
        Span<uint> at = words.Slice(position * (int)form, (int)form);
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
            at[3] = (uint)touch.EngagedMillis;
        }
    }

    private static ulong KeyOf(ushort ofBase) => (ulong)ofBase << BaseShift;

    public ref struct Enumerator(JourneyTouches touches)
    {
        private readonly JourneyTouches touches = touches;
        private int index = -1;

        public readonly JourneyTouch Current => touches[index];

        public bool MoveNext() => ++index < touches.Length;
    }
}
