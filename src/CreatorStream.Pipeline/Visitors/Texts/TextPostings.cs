using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>
/// Who wrote which text in which hour: each once, in whatever order and however often it comes. It holds at most
/// <see cref="MostTexts"/> texts: of more, those whose hashes begin with so many zeros as make them that few. So a flood of texts takes
/// bounded room, nobody can choose which texts are held, and what is held follows from the set alone, also where it
/// is merged from parts that each held so few.
/// </summary>
public sealed class TextPostings(StateScope scope, int mostTexts = TextPostings.MostTexts)
{
    public const int MostTexts = 1 << 16;

    /// <summary>No hash begins with more zeros.</summary>
    public const int MostLevel = 64;

    private Held held = new(scope.Open());

    /// <summary>How many zeros the hashes of texts begin with that are held.</summary>
    public int Level { get; private set; }

    public int Count => held.Texts.Count;

    /// <returns>false: it is there already, or its text is not held.</returns>
    public bool Add(ulong text, int actor, int hour)
    {
        if (!IsHeld(text))
        {
            return false;
        }
        int number = held.Texts.GetOrAdd(text, out _);
        ref ListRange range = ref held.Texts[number];
        ulong posting = Posting(hour, actor);
        int at = held.Postings.Items(range).BinarySearch(posting);
        if (at >= 0)
        {
            return false;
        }
        Span<ulong> items = held.Postings.Extend(ref range, 1);
        items[~at..^1].CopyTo(items[(~at + 1)..]);
        items[~at] = posting;
        if (held.Texts.Count > mostTexts)
        {
            RaiseTo(Level + 1);
        }
        return IsHeld(text);
    }

    /// <summary>Holds no more texts than one that holds those of this level.</summary>
    public void RaiseTo(int level)
    {
        while (Level < level || held.Texts.Count > mostTexts)
        {
            Level = Math.Max(Level + 1, level);
            Held before = held;
            held = new Held(scope.Open());
            for (int number = 0; number < before.Texts.Count; number++)
            {
                if (IsHeld(before.Texts.Key(number)))
                {
                    ref ListRange range = ref held.Texts[held.Texts.GetOrAdd(before.Texts.Key(number), out _)];
                    held.Postings.Replace(ref range, before.Postings.Items(before.Texts[number]));
                }
            }
            before.Scope.Dispose();
        }
    }

    /// <summary>The hash of a text, by number.</summary>
    public ulong Text(int number) => held.Texts.Key(number);

    /// <summary>By hour, then actor. Valid until anything is added.</summary>
    public ReadOnlySpan<ulong> Of(int number) => held.Postings.Items(held.Texts[number]);

    /// <summary>The same by the hash; empty: it is not held.</summary>
    public ReadOnlySpan<ulong> Find(ulong text) => held.Texts.Find(text) is >= 0 and var number ? Of(number) : default;

    public static int Hour(ulong posting) => (int)(posting >> 32);

    public static int Actor(ulong posting) => (int)posting;

    public static ulong Posting(int hour, int actor) => ((ulong)(uint)hour << 32) | (uint)actor;

    /// <summary>Whether a text would be held by now.</summary>
    public bool IsHeld(ulong text) => System.Numerics.BitOperations.LeadingZeroCount(text) >= Level;

    private sealed class Held(StateScope scope)
    {
        public StateScope Scope => scope;

        public KeyedRows<ListRange> Texts { get; } = new(scope, StatePart.Visitors);

        public ListArena<ulong> Postings { get; } = new(scope, StatePart.Visitors);
    }
}
