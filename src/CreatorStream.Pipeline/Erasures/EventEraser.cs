using CreatorStream.Analytics.Comments;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Erasures;

/// <summary>Takes erased visitors out of batches. Keeps its scratch memory: reuse it. Not thread-safe.</summary>
public sealed class EventEraser(ErasedVisitors erased)
{
    private readonly EventIdentity identity = new(erased.Secret);
    private readonly EventBatch without = new();

    /// <summary>Events of the last call that told whose they are.</summary>
    public int Erased { get; private set; }

    /// <returns>The batch itself where nothing in it tells of an erased visitor; else a copy that tells no more, valid until
    /// the next call.</returns>
    public EventBatch Erase(EventBatch batch)
    {
        Erased = 0;
        if (erased.IsEmpty)
        {
            return batch;
        }
        identity.ComputeVisitors(batch);
        for (int row = 0; row < batch.Count; row++)
        {
            Erased += Tells(batch, row) ? 1 : 0;
        }
        if (Erased == 0)
        {
            return batch;
        }
        // A copy, for the batch's strings would still hold the names.
        without.Clear();
        for (int row = 0; row < batch.Count; row++)
        {
            if (Tells(batch, row))
            {
                ReadOnlySpan<byte> visitor = batch.Bytes(EventField.Visitor, row);
                var person = ErasedPerson.Of(visitor, erased.Secret);
                without.AppendErased(batch, row, person, erased.Secret, ReadingOf(batch, row));
            }
            else
            {
                without.Append(batch, row);
            }
        }
        return without;
    }

    /// <summary>What figures rest on of a comment's words.</summary>
    private static ushort ReadingOf(EventBatch batch, int row) =>
        batch.Types[row] == EventType.Comment
            ? (ushort)(CommentReading.Of(batch.Bytes(EventField.Text, row), out _)?.Code ?? 0)
            : (ushort)0;

    private bool Tells(EventBatch batch, int row) =>
        batch.Code(EventField.Visitor, row) != 0 && erased.Contains(identity.Visitors[row]);
}
