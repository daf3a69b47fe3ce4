using System.Buffers;
using System.Runtime.InteropServices;

namespace CreatorStream.Analytics.Sentiment;

/// <summary>
/// Sentiment of an English text by VADER: Hutto and Gilbert, «VADER: A Parsimonious Rule-based Model for Sentiment Analysis of
/// Social Media Text», ICWSM 2014; here as vaderSentiment 3.3.2 does it, oddities included. Allocates nothing that
/// outlives the call; never throws. Whether a text is English is the caller's to ask (<see cref="TextLanguage"/>).
/// </summary>
public static class Vader
{
    /// <summary>UTF-16 units from the start of a text that count: as many as the platform with the longest comments takes.</summary>
    public const int LongestText = 10_000;

    private const double Capitals = 0.733;
    private const double Negation = -0.74;

    private static readonly byte No = VaderLexicon.Id("no");
    private static readonly byte Or = VaderLexicon.Id("or");
    private static readonly byte Nor = VaderLexicon.Id("nor");
    private static readonly byte Never = VaderLexicon.Id("never");
    private static readonly byte So = VaderLexicon.Id("so");
    private static readonly byte This = VaderLexicon.Id("this");
    private static readonly byte Without = VaderLexicon.Id("without");
    private static readonly byte Doubt = VaderLexicon.Id("doubt");
    private static readonly byte Least = VaderLexicon.Id("least");
    private static readonly byte At = VaderLexicon.Id("at");
    private static readonly byte Very = VaderLexicon.Id("very");
    private static readonly byte But = VaderLexicon.Id("but");
    private static readonly byte Kind = VaderLexicon.Id("kind");
    private static readonly byte Of = VaderLexicon.Id("of");

    private readonly record struct Token(VaderWord Word, bool IsUpper)
    {
        public byte Id => Word.Id;
    }

    public static SentimentScore Score(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> words = VaderTokens.WithoutEmoji(
            text[..Math.Min(text.Length, LongestText)],
            out char[]? pool
        );
        Token[] tokens = ArrayPool<Token>.Shared.Rent(words.Length / 2 + 1);
        double[] valences = ArrayPool<double>.Shared.Rent(words.Length / 2 + 1);
        int count = Read(words, tokens);
        SentimentScore score = Score(tokens.AsSpan(0, count), valences.AsSpan(0, count), VaderSum.Emphasis(words));
        ArrayPool<double>.Shared.Return(valences);
        ArrayPool<Token>.Shared.Return(tokens);
        if (pool is not null)
        {
            ArrayPool<char>.Shared.Return(pool);
        }
        return score;
    }

    private static int Read(ReadOnlySpan<char> text, Span<Token> tokens)
    {
        Span<char> lower = stackalloc char[VaderLexicon.LongestWord];
        int count = 0;
        int at = 0;
        while (VaderTokens.Next(text, ref at) is { IsEmpty: false } token)
        {
            VaderWord word =
                token.Length <= lower.Length ? VaderLexicon.Word(lower[..token.ToLowerInvariant(lower)]) : default;
            if (token.Contains('\'') && token.Contains("n't", StringComparison.OrdinalIgnoreCase))
            {
                word = word with { Negates = true };
            }
            tokens[count++] = new Token(word, VaderTokens.IsUpper(token));
        }
        return count;
    }

    private static SentimentScore Score(ReadOnlySpan<Token> tokens, Span<double> valences, double emphasis)
    {
        if (tokens.IsEmpty)
        {
            return default;
        }
        int upper = 0;
        foreach (Token token in tokens)
        {
            upper += token.IsUpper ? 1 : 0;
        }
        bool isUpperSpecial = upper > 0 && upper < tokens.Length;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool isDegree =
                tokens[i].Word.Boost != 0 || (tokens[i].Id == Kind && i + 1 < tokens.Length && tokens[i + 1].Id == Of);
            // Adding 0 leaves one zero of the two: equal valences have equal bits.
            valences[i] = isDegree || !tokens[i].Word.InLexicon ? 0 : Valence(tokens, i, isUpperSpecial) + 0.0;
        }
        WeighBut(tokens, valences);
        return VaderSum.Of(valences, emphasis);
    }

    /// <summary>Of a word of the lexicon, given the three before it and the two after it.</summary>
    private static double Valence(ReadOnlySpan<Token> tokens, int i, bool isUpperSpecial)
    {
        double valence = tokens[i].Word.Valence;
        if (tokens[i].Id == No && i + 1 < tokens.Length && tokens[i + 1].Word.InLexicon)
        {
            valence = 0;
        }
        if (
            (i > 0 && tokens[i - 1].Id == No)
            || (i > 1 && tokens[i - 2].Id == No)
            || (i > 2 && tokens[i - 3].Id == No && (tokens[i - 1].Id == Or || tokens[i - 1].Id == Nor))
        )
        {
            valence = tokens[i].Word.Valence * Negation;
        }
        if (tokens[i].IsUpper && isUpperSpecial)
        {
            valence += valence > 0 ? Capitals : -Capitals;
        }
        for (int back = 1; back <= 3; back++)
        {
            if (i < back || tokens[i - back].Word.InLexicon)
            {
                continue;
            }
            double boost = Boost(tokens[i - back], valence, isUpperSpecial);
            valence += back switch
            {
                2 => boost * 0.95,
                3 => boost * 0.9,
                _ => boost,
            };
            valence *= Turn(tokens, i, back);
            if (back == 3)
            {
                valence = WithPhrases(tokens, i, valence);
            }
        }
        return IsLeast(tokens, i) ? valence * Negation : valence;
    }

    private static double Boost(Token before, double valence, bool isUpperSpecial)
    {
        double boost = valence < 0 ? -before.Word.Boost : before.Word.Boost;
        return boost == 0 || !before.IsUpper || !isUpperSpecial ? boost
            : valence > 0 ? boost + Capitals
            : boost - Capitals;
    }

    /// <summary>What the word so many places before it multiplies a valence by.</summary>
    private static double Turn(ReadOnlySpan<Token> tokens, int i, int back)
    {
        Token before = tokens[i - back];
        double negation = before.Word.Negates ? Negation : 1;
        if (back == 1)
        {
            return negation;
        }
        byte last = tokens[i - 1].Id;
        if (back == 2)
        {
            return before.Id == Never && IsSoOrThis(last) ? 1.25
                : before.Id == Without && last == Doubt ? 1
                : negation;
        }
        byte middle = tokens[i - 2].Id;
        // The reference's precedence: "so" or "this" right before the word is enough.
        return (before.Id == Never && IsSoOrThis(middle)) || IsSoOrThis(last) ? 1.25
            : before.Id == Without && (middle == Doubt || last == Doubt) ? 1
            : negation;
    }

    private static bool IsSoOrThis(byte id) => id == So || id == This;

    private static double WithPhrases(ReadOnlySpan<Token> tokens, int i, double valence)
    {
        (byte three, byte two, byte one, byte zero) = (
            tokens[i - 3].Id,
            tokens[i - 2].Id,
            tokens[i - 1].Id,
            tokens[i].Id
        );
        byte next = i + 1 < tokens.Length ? tokens[i + 1].Id : (byte)0;
        byte afterNext = i + 2 < tokens.Length ? tokens[i + 2].Id : (byte)0;
        double phrase;
        if (
            VaderLexicon.IsPhrase(one, zero, 0, out phrase)
            || (zero != 0 && VaderLexicon.IsPhrase(two, one, zero, out phrase))
            || VaderLexicon.IsPhrase(two, one, 0, out phrase)
            || (one != 0 && VaderLexicon.IsPhrase(three, two, one, out phrase))
            || VaderLexicon.IsPhrase(three, two, 0, out phrase)
        )
        {
            valence = phrase;
        }
        if (VaderLexicon.IsPhrase(zero, next, 0, out phrase))
        {
            valence = phrase;
        }
        if (afterNext != 0 && VaderLexicon.IsPhrase(zero, next, afterNext, out phrase))
        {
            valence = phrase;
        }
        valence -= VaderLexicon.IsWeakening(three, two) ? VaderLexicon.Boost : 0;
        valence -= VaderLexicon.IsWeakening(two, one) ? VaderLexicon.Boost : 0;
        return valence;
    }

    private static bool IsLeast(ReadOnlySpan<Token> tokens, int i) =>
        i > 0
        && tokens[i - 1].Id == Least
        && !tokens[i - 1].Word.InLexicon
        && (i == 1 || (tokens[i - 2].Id != At && tokens[i - 2].Id != Very));

    /// <summary>
    /// What comes before the first «but» counts half, what comes after it half as much again. The reference changes the first of
    /// several equal valences, whichever it looks at; so does this.
    /// </summary>
    private static void WeighBut(ReadOnlySpan<Token> tokens, Span<double> valences)
    {
        int but = 0;
        while (but < tokens.Length && tokens[but].Id != But)
        {
            but++;
        }
        if (but == tokens.Length)
        {
            return;
        }
        ReadOnlySpan<long> bits = MemoryMarshal.Cast<double, long>(valences);
        for (int i = 0; i < valences.Length; i++)
        {
            // By bits, since these are compared several at a time.
            int first = bits.IndexOf(bits[i]);
            valences[first] *= first < but ? 0.5 : 1.5;
        }
    }
}
