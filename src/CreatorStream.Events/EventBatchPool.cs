using System.Collections.Concurrent;

namespace CreatorStream.Events;

/// <summary>Keeps emptied batches with their arrays. At most <paramref name="capacity"/> are kept, the rest is garbage.</summary>
public sealed class EventBatchPool(int capacity = 32)
{
    private readonly ConcurrentQueue<EventBatch> free = new();

    public EventBatch Rent() => free.TryDequeue(out EventBatch? batch) ? batch : new EventBatch();

    /// <summary>Gives a batch back; the caller must not use it any more.</summary>
    public void Return(EventBatch batch)
    {
        if (free.Count < capacity)
        {
            batch.Clear();
            free.Enqueue(batch);
        }
    }
}
