using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors.Comments;

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
                // What figures rest on of a comment's words.
                CommentFacts said =
                    batch.Types[row] == EventType.Comment ? CommentFacts.Of(batch, row, erased.Secret) : default;
                without.AppendErased(batch, row, person, erased.Secret, (ushort)said.Reading, said.Spam);
            }
            else
            {
                without.Append(batch, row);
            }
        }
        return without;
    }

    private bool Tells(EventBatch batch, int row) =>
        batch.Code(EventField.Visitor, row) != 0 && erased.Contains(identity.Visitors[row]);
}
