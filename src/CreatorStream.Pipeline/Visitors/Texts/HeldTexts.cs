using System.Numerics;
using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>
/// Who wrote which text in which hour, in whatever order and however often it comes. Of an hour it holds no more authors than are
/// enough for a text to be shared (<see cref="RepeatedText"/>): with those all windows of time that the hour is in have enough, and who
/// else comes shares the text at once. It holds at most <see cref="MostTexts"/> texts: of more, those whose hashes begin with so many
/// zeros as make them that few. So a flood of texts, or of authors, takes bounded room, nobody can choose which texts are held, and
/// which are follows from the set alone, also where it is merged from parts that each held so few.
/// </summary>
/// <remarks>
/// Texts whose hashes begin with the same number of zeros lie together, and go together when they are held no more; that costs the
/// same however many they are.
/// </remarks>
public sealed class HeldTexts(StateScope scope, int mostTexts = HeldTexts.MostTexts)
{
    public const int MostTexts = 1 << 16;

    /// <summary>No hash begins with more zeros.</summary>
    public const int MostLevel = 64;

    private readonly Texts?[] byZeros = new Texts?[MostLevel + 1];

    /// <summary>How many zeros the hashes of texts begin with that are held.</summary>
    public int Level { get; private set; }

    public int Count { get; private set; }

    /// <summary>What a text's hash begins with.</summary>
    public static int ZerosOf(ulong text) => BitOperations.LeadingZeroCount(text);

    /// <summary>Whether a text would be held by now.</summary>
    public bool IsHeld(ulong text) => ZerosOf(text) >= Level;

    /// <summary>Notes a text that somebody shares, where none that was noted is held as long.</summary>
    /// <param name="longest">The most zeros of such a text, and one more; 0: there is none.</param>
    public static bool NoteShared(ref int longest, ulong text)
    {
        int zeros = ZerosOf(text);
        if (longest > zeros)
        {
            return false;
        }
        longest = zeros + 1;
        return true;
    }

    public AddedText Add(ulong text, int author, int hour)
    {
        if (!IsHeld(text))
        {
            return AddedText.NotHeld;
        }
        Texts of = byZeros[ZerosOf(text)] ??= new Texts(scope.Open());
        int number = of.Numbers.GetOrAdd(text, out bool isFirst);
        ref HourRow row = ref of.Hours[of.Hours.GetOrAdd(PaneRows.Key(number, hour), out _)];
        Span<int> authors = ((Span<int>)row.Authors)[..row.Count];
        if (authors.Contains(author))
        {
            return AddedText.Known;
        }
        if (authors.Length == RepeatedText.LeastActors)
        {
            return AddedText.Enough;
        }
        row.Authors[row.Count++] = author;
        of.Numbers[number]++;
        if (isFirst)
        {
            Count++;
            RaiseTo(Level);
        }
        return IsHeld(text) ? AddedText.New : AddedText.NotHeld;
    }

    /// <summary>Holds no more texts than one that holds those of this level.</summary>
    public void RaiseTo(int level)
    {
        for (; Level < level || Count > mostTexts; Level++)
        {
            if (byZeros[Level] is { } dropped)
            {
                Count -= dropped.Numbers.Count;
                dropped.Scope.Dispose();
                byZeros[Level] = null;
            }
        }
    }

    /// <summary>What is held of a text; none: nothing.</summary>
    public Hours Find(ulong text) =>
        byZeros[ZerosOf(text)] is { } of && of.Numbers.Find(text) is >= 0 and var number
            ? new Hours(of, number)
            : default;

    /// <summary>The hours of one text.</summary>
    public readonly ref struct Hours
    {
        private readonly Texts? of;
        private readonly int number;

        internal Hours(Texts of, int number) => (this.of, this.number) = (of, number);

        /// <summary>How often somebody wrote it, each once in an hour, as far as that is held.</summary>
        public int Count => of == null ? 0 : of.Numbers[number];

        /// <summary>Who wrote it in an hour, as far as that is held. Valid until anything is added.</summary>
        public ReadOnlySpan<int> this[int hour]
        {
            get
            {
                int at = of?.Hours.Find(PaneRows.Key(number, hour)) ?? -1;
                if (at < 0)
                {
                    return default;
                }
                ref HourRow row = ref of!.Hours[at];
                return ((ReadOnlySpan<int>)row.Authors)[..row.Count];
            }
        }
    }

    /// <summary>Texts whose hashes begin with the same number of zeros.</summary>
    internal sealed class Texts(StateScope scope)
    {
        public StateScope Scope => scope;

        /// <summary>By text, how many authors all its hours have.</summary>
        public KeyedRows<int> Numbers { get; } = new(scope, StatePart.Visitors);

        /// <summary>By number of the text and hour.</summary>
        public KeyedRows<HourRow> Hours { get; } = new(scope, StatePart.Visitors);
    }

    internal struct HourRow
    {
        public int Count;
        public EnoughAuthors Authors;
    }

    [InlineArray(RepeatedText.LeastActors)]
    internal struct EnoughAuthors
    {
        private int first;
    }
}
