using CreatorStream.Analytics.Comments;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>A comment of a batch.</summary>
/// <param name="Subject">Without facets.</param>
public readonly record struct Comment(int Row, int Visitor, int Subject, CommentFacts Facts);

/// <summary>What tasks know of a comment's text; each is 0 where there is nothing to know.</summary>
/// <param name="Words">The hash of its words, where they are so many that they can be told again (<see cref="CommentText"/>).</param>
/// <param name="Spam">The hash of its words, however few, where it is spam; as erasures of older releases left it, of its text.</param>
/// <param name="Reading">See <see cref="CommentReading.Code"/>.</param>
public readonly record struct CommentFacts(ulong Words, ulong Spam, int Reading)
{
    /// <param name="secret">The log's.</param>
    public static CommentFacts Of(EventBatch events, int row, ulong secret)
    {
        ulong words = CommentText.HashOf(events, row, secret);
        if (events.Code(EventField.ErasedVisitor, row) != 0)
        {
            return new CommentFacts(
                words,
                CommentText.SpamOf(events, row),
                CommentReading.FromCode(CommentText.ReadingOf(events, row))?.Code ?? 0
            );
        }
        ReadOnlySpan<byte> text = events.Bytes(EventField.Text, row);
        CommentReading? reading = CommentReading.Of(text, out bool isSpam);
        return new CommentFacts(words, isSpam ? CommentText.HashOfWords(text, secret) : 0, reading?.Code ?? 0);
    }
}
