using System.Buffers;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Spam;
using CreatorStream.Analytics.Sentiment;

namespace CreatorStream.Analytics.Comments;

/// <summary>
/// What is made of one comment's text: its sentiment, and whether it says something. Depends on the text alone. Costs about 3 µs, half of it to tell spam; allocates nothing.
/// </summary>
/// <param name="Compound">
/// VADER's compound in ten-thousandths, −10,000 … 10,000, so that sums are exact; null: it is in another language than English, or
/// has nothing to score.
/// </param>
/// <param name="SaysSomething">It has substance (<see cref="CommentSubstance"/>) and is no spam (<see cref="SpamText"/>).</param>
public readonly record struct CommentReading(int? Compound, bool SaysSomething)
{
    private const int Scale = 10_000;

    /// <summary>From here on a comment is positive, and from as far below zero negative: .05, as VADER's authors have it.</summary>
    private const int LeastCompound = 500;

    public bool IsPositive => Compound >= LeastCompound;

    public bool IsNegative => Compound <= -LeastCompound;

    /// <summary>
    /// All of it as a number from 1 to 40,004, which an erasure leaves of a text: it is stored, and never means anything else. Of
    /// several texts that one event was told with, the one with the greatest counts.
    /// </summary>
    public int Code => 1 + (SaysSomething ? 1 : 0) + (2 * (Compound + Scale + 1 ?? 0));

    /// <summary>What a code stands for; null: nothing.</summary>
    public static CommentReading? FromCode(int code)
    {
        int compound = (code - 1) / 2;
        return code < 1 || compound > (2 * Scale) + 1
            ? null
            : new CommentReading(compound == 0 ? null : compound - Scale - 1, (code - 1) % 2 == 1);
    }

    /// <param name="isSpam">Whether it is so surely spam that it is a sign (<see cref="SpamComments"/>).</param>
    /// <returns>null: nothing is written there.</returns>
    public static CommentReading? Of(ReadOnlySpan<byte> utf8, out bool isSpam)
    {
        // No text has more of them than bytes.
        char[] pooled = ArrayPool<char>.Shared.Rent(utf8.Length);
        ReadOnlySpan<char> text = pooled.AsSpan(0, Encoding.UTF8.GetChars(utf8, pooled));
        CommentReading? reading = Of(text, out isSpam);
        ArrayPool<char>.Shared.Return(pooled);
        return reading;
    }

    private static CommentReading? Of(ReadOnlySpan<char> text, out bool isSpam)
    {
        isSpam = false;
        if (text.IsWhiteSpace())
        {
            return null;
        }
        double spam = SpamText.Score(text);
        isSpam = spam >= SpamComments.LeastScore;
        int? compound = TextLanguage.IsScorable(text) ? (int)Math.Round(Vader.Score(text).Compound * Scale) : null;
        return new CommentReading(compound, spam < SpamText.Threshold && CommentSubstance.Has(text));
    }
}
