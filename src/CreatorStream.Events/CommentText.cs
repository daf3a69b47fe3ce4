using System.Buffers;
using System.Globalization;
using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// What a comment says, as a hash by which the same words are told: no text leaves the log's records. Words are runs of letters and
/// digits; case, marks, emoji and blanks make no difference, nor do the people and tags that are named (<c>@…</c>, <c>#…</c>).
/// </summary>
public static class CommentText
{
    /// <summary>«love this so much» is everybody's; so many words in a row are hardly said by chance.</summary>
    public const int LeastWords = 8;

    /// <summary>Letters and digits of these words.</summary>
    public const int LeastLetters = 32;

    /// <summary>Of the hash that stands in place of an erased person's text.</summary>
    private const int HashDigits = 16;

    /// <summary>Of what was read in it, behind the hash.</summary>
    private const int ReadingDigits = 4;

    /// <summary>Of all that is left of spam.</summary>
    private const int SpamDigits = HashDigits + ReadingDigits + HashDigits;

    /// <summary>The hash of a text, keyed; 0: it is too short to tell anything.</summary>
    /// <param name="secret">The log's.</param>
    public static ulong Hash(ReadOnlySpan<byte> utf8, ulong secret)
    {
        if (utf8.Length < LeastLetters)
        {
            return 0;
        }
        ulong hash = HashOfWords(utf8, secret, out int count, out int letters);
        return count < LeastWords || letters < LeastLetters ? 0 : hash;
    }

    /// <summary>The hash of a text's words, keyed, however few they are; never 0.</summary>
    /// <param name="secret">The log's.</param>
    public static ulong HashOfWords(ReadOnlySpan<byte> utf8, ulong secret) => HashOfWords(utf8, secret, out _, out _);

    private static ulong HashOfWords(ReadOnlySpan<byte> utf8, ulong secret, out int count, out int letters)
    {
        // A rune in lower case may take one byte more than its own.
        byte[] words = ArrayPool<byte>.Shared.Rent(2 * utf8.Length);
        int length = Normalise(utf8, words, out count, out letters);
        ulong hash = Math.Max(1, Hash64.Compute(words.AsSpan(0, length), ~secret));
        ArrayPool<byte>.Shared.Return(words);
        return hash;
    }

    /// <summary>The hash of a row's text, or what an erasure has left of it; 0: none.</summary>
    public static ulong HashOf(EventBatch batch, int row, ulong secret)
    {
        ReadOnlySpan<byte> text = batch.Bytes(EventField.Text, row);
        return batch.Code(EventField.ErasedVisitor, row) == 0 ? Hash(text, secret)
            : text.Length is HashDigits or HashDigits + ReadingDigits or SpamDigits ? Parse(text[..HashDigits])
            : 0;
    }

    /// <summary>What an erasure has left of what was read in a row's text; 0: nothing, or the text is there.</summary>
    public static int ReadingOf(EventBatch batch, int row)
    {
        ReadOnlySpan<byte> text = batch.Bytes(EventField.Text, row);
        return batch.Code(EventField.ErasedVisitor, row) != 0 && text.Length is HashDigits + ReadingDigits or SpamDigits
            ? (int)Parse(text[HashDigits..(HashDigits + ReadingDigits)])
            : 0;
    }

    /// <summary>The hash of the words of a row's text that was spam, which an erasure has left; 0: none, or the text is there.</summary>
    public static ulong SpamOf(EventBatch batch, int row)
    {
        ReadOnlySpan<byte> text = batch.Bytes(EventField.Text, row);
        return batch.Code(EventField.ErasedVisitor, row) != 0 && text.Length == SpamDigits
            ? Parse(text[(HashDigits + ReadingDigits)..])
            : 0;
    }

    /// <summary>What an erasure leaves of a text: its hash, what was read in it and by which hash it is told as spam, or nothing.</summary>
    /// <param name="reading">0: nothing was.</param>
    /// <param name="spam">0: it is none.</param>
    public static string WithoutWords(ReadOnlySpan<byte> utf8, ulong secret, ushort reading, ulong spam)
    {
        ulong hash = Hash(utf8, secret);
        // What a version before readings has left has none, and is read as well.
        return spam != 0 ? $"{hash:x16}{reading:x4}{spam:x16}"
            : reading != 0 ? $"{hash:x16}{reading:x4}"
            : hash != 0 ? $"{hash:x16}"
            : "";
    }

    private static ulong Parse(ReadOnlySpan<byte> digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : 0;

    private static int Normalise(ReadOnlySpan<byte> utf8, Span<byte> into, out int words, out int letters)
    {
        int length = 0;
        (words, letters) = (0, 0);
        bool isInWord = false;
        bool isName = false;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out Rune rune, out int read);
            utf8 = utf8[read..];
            if (!Rune.IsLetterOrDigit(rune))
            {
                // Of a name all up to the next blank: @ann.b is one.
                isName = rune.Value is '@' or '#' || (isName && !Rune.IsWhiteSpace(rune));
                isInWord = false;
                continue;
            }
            if (isName)
            {
                continue;
            }
            if (!isInWord)
            {
                isInWord = true;
                words++;
                into[length++] = (byte)' ';
            }
            letters++;
            length += Rune.ToLowerInvariant(rune).EncodeToUtf8(into[length..]);
        }
        return length;
    }
}
