using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Sentiment;

/// <summary>
/// The words, emoji and rules' own words of VADER 3.3.2 (vader-lexicon.txt and vader-emoji.txt are its files, unchanged). Read
/// once.
/// </summary>
internal static class VaderLexicon
{
    /// <summary>What a word of degree adds.</summary>
    public const double Boost = 0.293;

    /// <summary>No word of the lexicon is longer.</summary>
    public const int LongestWord = 64;

    // The words that rules name, from 1 on.
    private static readonly string[] Named =
    [
        .. "no or nor never so this without doubt least at very but kind of sort just enough".Split(' '),
        .. "the shit bomb bad ass bus stop yeah right kiss death to die for beating heart broken".Split(' '),
    ];

    private const string Strengthening = """
        absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously
        entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking
        fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible
        incredibly intensely major majorly more most particularly purely quite really remarkably so substantially
        thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very
        """;

    private const string Weakening = """
        almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce
        scarcely slight slightly somewhat sorta sortof sort-of
        """;

    private const string Negating = """
        aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither neednt never
        none nope nor not nothing nowhere oughtnt shant shouldnt uhuh uh-uh wasnt werent without wont wouldnt rarely seldom
        despite
        """;

    private static readonly FrozenDictionary<string, VaderWord> Words = LoadWords();
    private static readonly FrozenDictionary<string, VaderWord>.AlternateLookup<ReadOnlySpan<char>> WordsBySpan =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<int, string> Emoji = LoadEmoji();

    /// <summary>Of two or three words by their ids, what the phrase is worth wherever one of its words is in the lexicon.</summary>
    private static readonly FrozenDictionary<int, double> Phrases = new Dictionary<string, double>
    {
        ["the shit"] = 3,
        ["the bomb"] = 3,
        ["bad ass"] = 1.5,
        ["bus stop"] = 0,
        ["yeah right"] = -2,
        ["kiss of death"] = -1.5,
        ["to die for"] = 3,
        ["beating heart"] = 3.1,
        ["broken heart"] = -2.9,
    }.ToFrozenDictionary(phrase => Key(phrase.Key), phrase => phrase.Value);

    private static readonly FrozenSet<int> WeakeningPhrases = ((string[])["just enough", "kind of", "sort of"])
        .Select(Key)
        .ToFrozenSet();

    /// <param name="lowerCase">A token as VADER takes it.</param>
    public static VaderWord Word(ReadOnlySpan<char> lowerCase) =>
        WordsBySpan.TryGetValue(lowerCase, out VaderWord word) ? word : default;

    /// <summary>What an emoji is called, or null.</summary>
    public static string? EmojiName(Rune rune) => Emoji.GetValueOrDefault(rune.Value);

    public static byte Id(string word) => (byte)(Array.IndexOf(Named, word) + 1);

    /// <param name="third">0: the phrase has two words.</param>
    /// <returns>Whether these words, in this order, are a phrase of its own valence.</returns>
    public static bool IsPhrase(byte first, byte second, byte third, out double valence)
    {
        valence = 0;
        return first != 0 && second != 0 && Phrases.TryGetValue(Key(first, second, third), out valence);
    }

    public static bool IsWeakening(byte first, byte second) => WeakeningPhrases.Contains(Key(first, second, 0));

    private static int Key(string phrase)
    {
        byte[] ids = [.. phrase.Split(' ').Select(Id), 0];
        return Key(ids[0], ids[1], ids[2]);
    }

    private static int Key(byte first, byte second, byte third) => first | (second << 8) | (third << 16);

    private static FrozenDictionary<string, VaderWord> LoadWords()
    {
        Dictionary<string, VaderWord> words = [];
        foreach (string[] fields in Lines("vader-lexicon.txt"))
        {
            words[fields[0]] = new VaderWord(true, double.Parse(fields[1], CultureInfo.InvariantCulture), 0, false, 0);
        }
        Change(words, Split(Strengthening), word => word with { Boost = Boost });
        Change(words, Split(Weakening), word => word with { Boost = -Boost });
        Change(words, Split(Negating), word => word with { Negates = true });
        foreach (string name in Named)
        {
            words[name] = words.GetValueOrDefault(name) with { Id = Id(name) };
        }
        return words.ToFrozenDictionary();
    }

    private static void Change(Dictionary<string, VaderWord> words, string[] names, Func<VaderWord, VaderWord> changed)
    {
        foreach (string name in names)
        {
            words[name] = changed(words.GetValueOrDefault(name));
        }
    }

    private static string[] Split(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Those of one code point: VADER looks at no others, though its file has them.</summary>
    private static FrozenDictionary<int, string> LoadEmoji()
    {
        Dictionary<int, string> emoji = [];
        foreach (string[] fields in Lines("vader-emoji.txt"))
        {
            Rune[] runes = [.. fields[0].EnumerateRunes()];
            if (runes.Length == 1)
            {
                emoji[runes[0].Value] = fields[1];
            }
        }
        return emoji.ToFrozenDictionary();
    }

    private static IEnumerable<string[]> Lines(string resource)
    {
        using Stream stream = typeof(VaderLexicon).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } text)
            {
                yield return text.Split('\t');
            }
        }
    }
}
