using CreatorStream.Analytics.Comments;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>
/// What was read in comments, by event: texts stand in no journey, and are no part of what an event is. Of an event that was told
/// with several texts the greatest reading counts (<see cref="CommentReading.Code"/>), whichever came first. A list to which items
/// are only added; a reading that a greater one has replaced stays in it.
/// </summary>
public sealed class CommentReadings(StateScope scope)
{
    private readonly StateList<ReadComment> comments = new(scope, StatePart.Visitors);

    /// <summary>By event, the number of its reading that counts.</summary>
    private readonly KeyedRows<int> counting = new(scope, StatePart.Visitors);

    /// <summary>By visitor, the number of the newest, and one more.</summary>
    private readonly KeyedRows<int> newest = new(scope, StatePart.Visitors);

    /// <summary>By number, that of the same visitor before it, and one more; 0: none.</summary>
    private readonly StateList<int> before = new(scope, StatePart.Visitors);

    public int Count => comments.Count;

    public ReadComment this[int number] => comments[number];

    /// <param name="replaced">The reading that counted before; 0: none.</param>
    /// <returns>false: it counts for nothing.</returns>
    public bool Add(in ReadComment comment, out int replaced)
    {
        int row = counting.GetOrAdd(comment.Event, out bool isFirst);
        replaced = isFirst ? 0 : comments[counting[row]].Reading;
        if (comment.Reading <= replaced)
        {
            return false;
        }
        counting[row] = comments.Count;
        ref int last = ref newest[newest.GetOrAdd((ulong)comment.Visitor, out _)];
        before.Add(last);
        comments.Add(comment);
        last = comments.Count;
        return true;
    }

    /// <summary>Those of a visitor that count.</summary>
    public IEnumerable<ReadComment> Of(int visitor)
    {
        int row = newest.Find((ulong)visitor);
        for (int next = row < 0 ? 0 : newest[row]; next != 0; next = before[next - 1])
        {
            ReadComment comment = comments[next - 1];
            if (counting[counting.Find(comment.Event)] == next - 1)
            {
                yield return comment;
            }
        }
    }
}

/// <summary>What was read in a comment.</summary>
/// <param name="Event">EventIdentity.Fingerprints has it.</param>
/// <param name="Visitor">Its number in the task.</param>
/// <param name="Subject">Its number in the task, without facets.</param>
/// <param name="Reading">See <see cref="CommentReading.Code"/>; at least 1.</param>
public readonly record struct ReadComment(ulong Event, int Visitor, int Subject, int Reading);
