using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>
/// What is kept of an actor's spam as long as no two of its comments are different ones, in event and in words: then all of them are
/// of one event, or all have the same words. So whichever came first, this says whether another comment differs from one of them in both.
/// </summary>
/// <param name="Event">The hash of the event that all are of; 0: they are of several.</param>
/// <param name="Words">The hash of the words that all have; 0: they have several.</param>
public readonly record struct SpamSeen(uint Event, uint Words)
{
    /// <param name="time">Of the event: an edited comment keeps its time and what it is about, an imported one not always its id.</param>
    /// <param name="subject">EventIdentity.PlainSubject has it.</param>
    /// <param name="words">See <see cref="CommentFacts.Spam"/>.</param>
    public static SpamSeen Of(long time, ulong subject, ulong words) =>
        new(Half(Hash64.Combine(subject, (ulong)time)), Half(words));

    /// <summary>As it is stored.</summary>
    public static SpamSeen FromBits(ulong bits) => new((uint)(bits >> 32), (uint)bits);

    public ulong Bits => ((ulong)Event << 32) | Words;

    /// <summary>This and one comment more.</summary>
    /// <returns>null: two of them are different ones.</returns>
    public SpamSeen? With(SpamSeen comment)
    {
        bool isOfEvent = Event == comment.Event;
        bool hasWords = Words == comment.Words;
        return isOfEvent && hasWords ? this
            : isOfEvent ? this with { Words = 0 }
            : hasWords ? this with { Event = 0 }
            : null;
    }

    private static uint Half(ulong hash) => Math.Max(1, (uint)(hash >> 32));
}
