using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// What each visitor of the partition did: touches ordered by time and kind, and conversions, each once. Everything else
/// that stage 1 publishes follows from these.
/// </summary>
/// <remarks>
/// A repeat of a touch has the visitor, time, kind, subject and engaged time of the first; so where those are alike, 30
/// bits more of their fingerprints tell them apart. They lie beside it, and looking there costs no way to memory. Of
/// touches that have one time and kind, those behind the first 64, and conversions, are told apart by a set of whole
/// fingerprints: telling them takes no longer the more a visitor has.
/// </remarks>
/// <param name="workspaceOf">The number of the workspace that a subject belongs to: all that a visitor touched are of one.</param>
public sealed class JourneyStore(StateScope scope, Func<int, int> workspaceOf)
{
    /// <summary>Touches of a visitor with one time and kind that are looked through.</summary>
    private const int MostLookedThrough = 64;

    private readonly KeyedRows<VisitorRow> visitors = new(scope, StatePart.Visitors);
    private readonly ListArena<uint> touches = new(scope, StatePart.Journeys);
    private readonly StateList<Converter> converters = new(scope, StatePart.Conversions);
    private readonly ListArena<byte> conversions = new(scope, StatePart.Conversions);
    private readonly FingerprintSet fingerprints = new(scope);

    public int Count => visitors.Count;

    /// <summary>Told of a visitor whose journey is about to become another one; null: nobody asks.</summary>
    public Action<int>? Changing { get; set; }

    /// <summary>By number.</summary>
    public ulong HashOf(int visitor) => visitors.Key(visitor);

    /// <summary>A visitor's number, made where there is none yet.</summary>
    /// <param name="likely">What <see cref="PrefetchNear"/> said before; −1: nobody asked.</param>
    public int GetOrAdd(ulong hash, int workspace, int likely = -1)
    {
        int visitor = visitors.GetOrAdd(hash, likely, out bool added);
        if (added)
        {
            visitors[visitor] = new VisitorRow
            {
                Touches = ListRange.WithNote(workspace),
                Converter = -1,
                Form = TouchForm.Short,
            };
        }
        return visitor;
    }

    /// <summary>Brings near where a visitor's number is looked up.</summary>
    public void PrefetchFar(ulong hash) => visitors.PrefetchSlot(hash);

    /// <summary>Brings near what is known of a visitor whose slot is near.</summary>
    /// <returns>Its most likely number, or −1.</returns>
    public int PrefetchNear(ulong hash) => visitors.PrefetchRow(hash);

    /// <summary>Brings near the journey of a visitor who is near, by number: of a long one both ends.</summary>
    public void PrefetchJourney(int visitor)
    {
        ref VisitorRow row = ref visitors[visitor];
        if (!row.IsInline)
        {
            touches.PrefetchItem(row.Touches, 0);
            touches.PrefetchItem(row.Touches, row.Touches.Count - 1);
        }
    }

    /// <summary>
    /// Brings near the journeys and conversions of visitors ahead in a list that is gone through: some at a time, and each step of
    /// the way by itself.
    /// </summary>
    /// <param name="of">By number.</param>
    /// <param name="at">Which of them is looked at now.</param>
    public void PrefetchAhead(ReadOnlySpan<int> of, int at)
    {
        if (at % Prefetch.Rows != 0)
        {
            return;
        }
        foreach (int far in Prefetch.Ahead(of, at + (3 * Prefetch.Rows)))
        {
            visitors.PrefetchAt(far);
        }
        foreach (int near in Prefetch.Ahead(of, at + (2 * Prefetch.Rows)))
        {
            PrefetchJourney(near);
            if (HasConversions(near))
            {
                converters.PrefetchItem(visitors[near].Converter);
            }
        }
        foreach (int nearest in Prefetch.Ahead(of, at + Prefetch.Rows))
        {
            if (HasConversions(nearest))
            {
                conversions.PrefetchItem(converters[visitors[nearest].Converter].Conversions, 0);
            }
        }
    }

    /// <returns>The visitor's number, or −1.</returns>
    public int Find(ulong hash) => visitors.Find(hash);

    /// <returns>Its position in the journey, behind all touches that are not later; −1 where it was there already.</returns>
    public int AddTouch(int visitor, in JourneyTouch touch, ulong fingerprint) =>
        AddTouch(visitor, touch, fingerprint, isMoved: false);

    /// <param name="isMoved">It was in another journey, and is in none.</param>
    private int AddTouch(int visitor, in JourneyTouch touch, ulong fingerprint, bool isMoved)
    {
        ref VisitorRow of = ref visitors[visitor];
        JourneyTouches journey = Touches(visitor);
        int position = journey.Length;
        bool isFirst = position == 0;
        if (isFirst)
        {
            of.Base = JourneyTouches.BaseOf(touch.Key);
        }
        // What may move must have its whole fingerprint: it may come to lie behind the first like it.
        TouchForm form = of.HasBurst ? TouchForm.Full : journey.FormWith(touch, of.Base);
        if (!isFirst && journey[position - 1].Key >= touch.Key)
        {
            int first = journey.LowerBound(touch.Key);
            position = journey.LowerBound(touch.Key + 1);
            if (!isMoved && journey.HasAmong(first, Math.Min(position, first + MostLookedThrough), touch, fingerprint))
            {
                return -1;
            }
            if (position - first >= MostLookedThrough)
            {
                if (!fingerprints.Add(fingerprint) && !isMoved)
                {
                    return -1;
                }
                // Of this one a snapshot must have the whole fingerprint.
                form = TouchForm.Full;
            }
        }
        Changing?.Invoke(visitor);
        if (isFirst && form == TouchForm.Short && !of.HasConversions)
        {
            of.IsInline = true;
            JourneyTouches.Write(of.First, 0, of.Form, of.Base, touch, fingerprint);
            return 0;
        }
        if (of.IsInline)
        {
            MoveOut(ref of);
        }
        int size = JourneyTouches.WordsOf(form, journey.Length + 1);
        if (form > of.Form)
        {
            // So that it moves once.
            touches.Reserve(ref of.Touches, size);
            Rewrite(ref of, form);
        }
        Span<uint> words = touches.Extend(ref of.Touches, size - of.Touches.Count);
        JourneyTouches.Insert(words, position, form, of.Base, touch, fingerprint);
        return position;
    }

    /// <summary>Ordered by time and kind. Valid until any visitor is added or gets another touch.</summary>
    public JourneyTouches Touches(int visitor)
    {
        ref VisitorRow of = ref visitors[visitor];
        return new JourneyTouches(of.IsInline ? of.First : touches.Items(of.Touches), of.Base, of.Form);
    }

    /// <summary>Whether a visitor's journey has a touch already.</summary>
    public bool Has(int visitor, in JourneyTouch touch, ulong fingerprint)
    {
        JourneyTouches journey = Touches(visitor);
        int first = journey.LowerBound(touch.Key);
        int end = journey.LowerBound(touch.Key + 1);
        return journey.HasAmong(first, Math.Min(end, first + MostLookedThrough), touch, fingerprint)
            || (end - first >= MostLookedThrough && fingerprints.Contains(fingerprint));
    }

    /// <summary>Takes touches out of a visitor's journey to that of its shadow.</summary>
    /// <param name="moves">By position in the journey.</param>
    public void Move(int visitor, int shadow, ReadOnlySpan<bool> moves)
    {
        Changing?.Invoke(visitor);
        var moved = new List<(JourneyTouch Touch, ulong Fingerprint)>();
        JourneyTouches journey = Touches(visitor);
        for (int index = 0; index < moves.Length; index++)
        {
            if (moves[index])
            {
                moved.Add((journey[index], journey.Fingerprint(index)));
            }
        }
        int workspace = Workspace(visitor);
        ref VisitorRow of = ref visitors[visitor];
        if (of.IsInline)
        {
            MoveOut(ref of);
        }
        if (of.Form == TouchForm.OneEngaged)
        {
            // Then each touch has all of its own in its words.
            Rewrite(ref of, TouchForm.Engaged);
        }
        int size = JourneyTouches.WordsOf(of.Form, 1);
        Span<uint> words = touches.Items(of.Touches);
        int left = 0;
        for (int index = 0; index < moves.Length; index++)
        {
            if (!moves[index])
            {
                words.Slice(index * size, size).CopyTo(words[(left * size)..]);
                left++;
            }
        }
        of.Touches.Count = left * size;
        if (left == 0)
        {
            touches.Free(ref of.Touches);
            of.Touches = ListRange.WithNote(workspace);
        }
        foreach ((JourneyTouch touch, ulong fingerprint) in moved)
        {
            AddTouch(shadow, touch, fingerprint, isMoved: true);
        }
    }

    /// <summary>Gives a journey of one touch a list, with room for a second.</summary>
    private void MoveOut(ref VisitorRow of)
    {
        FirstTouch first = of.Inline;
        of.IsInline = false;
        of.Touches = default;
        of.Converter = -1;
        ((ReadOnlySpan<uint>)first).CopyTo(touches.Extend(ref of.Touches, 2 * JourneyTouches.ShortSize));
        of.Touches.Count = JourneyTouches.ShortSize;
    }

    /// <summary>Brings a journey into a longer form.</summary>
    private void Rewrite(ref VisitorRow of, TouchForm form)
    {
        int used = of.Touches.Count;
        int count = new JourneyTouches(touches.Items(of.Touches), of.Base, of.Form).Length;
        Span<uint> words = touches.Extend(ref of.Touches, JourneyTouches.WordsOf(form, count) - used);
        var journey = new JourneyTouches(words[..used], of.Base, of.Form);
        // Of the one engaged time there is nothing yet.
        words[used..].Clear();
        // From the end: none is written over before it is read.
        for (int index = count - 1; index >= 0; index--)
        {
            JourneyTouches.Write(words, index, form, of.Base, journey[index], journey.Fingerprint(index));
        }
        of.Form = form;
    }

    /// <returns>false where it was there already.</returns>
    public bool AddConversion(int visitor, in ConversionFields conversion)
    {
        if (!fingerprints.Add(conversion.Fingerprint))
        {
            return false;
        }
        Changing?.Invoke(visitor);
        int length = conversion.Length;
        conversion.WriteTo(ExtendConversions(visitor, length)[^length..]);
        NoteLatest(visitor, conversion.TimeMicros);
        return true;
    }

    /// <summary>Adds new conversions in the form of <see cref="ConversionEvents"/>.</summary>
    public void AddConversions(int visitor, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            bytes.CopyTo(ExtendConversions(visitor, bytes.Length)[^bytes.Length..]);
            foreach (ConversionEvent conversion in ConversionEvents.Read(bytes))
            {
                fingerprints.Add(conversion.Fingerprint);
                NoteLatest(visitor, conversion.TimeMicros);
            }
        }
    }

    private Span<byte> ExtendConversions(int visitor, int by)
    {
        ref VisitorRow of = ref visitors[visitor];
        if (!of.HasConversions)
        {
            if (of.IsInline)
            {
                MoveOut(ref of);
            }
            of.Converter = converters.Count;
            converters.Add(new Converter { LatestMicros = long.MinValue });
        }
        return conversions.Extend(ref converters[of.Converter].Conversions, by);
    }

    private void NoteLatest(int visitor, long timeMicros)
    {
        ref long latest = ref converters[visitors[visitor].Converter].LatestMicros;
        latest = Math.Max(latest, timeMicros);
    }

    /// <summary>The time of the latest conversion or refund of a visitor who has any.</summary>
    public long LatestConversionMicros(int visitor) => converters[visitors[visitor].Converter].LatestMicros;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<ConversionEvent> Conversions(int visitor) => ConversionEvents.Read(ConversionBytes(visitor));

    /// <summary>The same in the form of <see cref="ConversionEvents"/>.</summary>
    public ReadOnlySpan<byte> ConversionBytes(int visitor) =>
        HasConversions(visitor) ? conversions.Items(converters[visitors[visitor].Converter].Conversions) : default;

    public bool HasConversions(int visitor) => visitors[visitor].HasConversions;

    /// <summary>Whether stage 2 is told of the whole journey: that of a buyer, and of who may be one by another id.</summary>
    public bool IsTold(int visitor)
    {
        ref VisitorRow of = ref visitors[visitor];
        return of.HasConversions || of.HasPerson;
    }

    public void SetHasPerson(int visitor) => visitors[visitor].HasPerson = true;

    /// <summary>The number of the visitor's workspace in the task.</summary>
    public int Workspace(int visitor)
    {
        JourneyTouches journey = Touches(visitor);
        return journey.Length > 0 ? workspaceOf(journey[0].Subject) : visitors[visitor].Touches.Note;
    }

    /// <summary>Whether stage 2 holds this actor to be no person.</summary>
    public bool IsInauthentic(int visitor) => visitors[visitor].IsInauthentic;

    public void SetInauthentic(int visitor, bool value) => visitors[visitor].IsInauthentic = value;

    /// <summary>Whether the visitor has a shadow that acts faster than people do.</summary>
    public bool HasBurst(int visitor) => visitors[visitor].HasBurst;

    public void SetHasBurst(int visitor)
    {
        Changing?.Invoke(visitor);
        visitors[visitor].HasBurst = true;
    }

    private struct Converter
    {
        public ListRange Conversions;
        public long LatestMicros;
    }
}
