using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Entries;

/// <summary>
/// The messages of one topic, by place: the first has 1. Some may be dropped again; who reads passes over them. Safe for use by several
/// threads.
/// </summary>
internal sealed class EntryLane
{
    /// <summary>Fewer dropped ones are not worth a pass over all.</summary>
    private const int LeastDropped = 1_024;

    private readonly List<Message> messages = [];
    private readonly Lock gate = new();
    private readonly Signal appended = new();
    private long count;
    private int dropped;

    public Task Appended => appended.Next;

    /// <summary>How many there were, with those that were dropped.</summary>
    public long Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <returns>Its place.</returns>
    public long Add(byte[] payload, long appendedAtMicros)
    {
        long place;
        lock (gate)
        {
            place = ++count;
            messages.Add(new Message(place, payload, appendedAtMicros));
        }
        appended.Set();
        return place;
    }

    /// <summary>Messages that nobody needs any more, by their places.</summary>
    public void Drop(IEnumerable<long> places)
    {
        lock (gate)
        {
            foreach (long place in places)
            {
                int at = FirstFrom(place);
                messages[at] = messages[at] with { Payload = null };
                dropped++;
            }
            if (dropped > Math.Max(LeastDropped, messages.Count / 2))
            {
                messages.RemoveAll(message => message.Payload == null);
                dropped = 0;
            }
        }
    }

    /// <summary>The next one behind a place.</summary>
    /// <param name="place">Becomes its place; where there is none, that of the last there was.</param>
    public bool TryNext(ref long place, out byte[] payload, out long appendedAtMicros)
    {
        lock (gate)
        {
            for (int at = FirstFrom(place + 1); at < messages.Count; at++)
            {
                if (messages[at].Payload is { } found)
                {
                    (place, payload, appendedAtMicros) = (messages[at].Place, found, messages[at].AppendedAtMicros);
                    return true;
                }
            }
            (place, payload, appendedAtMicros) = (count, [], 0);
            return false;
        }
    }

    /// <summary>The index of the first message that lies at a place or behind it.</summary>
    private int FirstFrom(long place)
    {
        int low = 0;
        int high = messages.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = messages[middle].Place < place ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <param name="Payload">null: dropped.</param>
    private readonly record struct Message(long Place, byte[]? Payload, long AppendedAtMicros);
}

/// <summary>Reads a lane from its beginning. Its offsets are places.</summary>
internal sealed class EntryLaneReader(EntryLane lane) : ILogReader
{
    private long read;
    private Task appended = Task.CompletedTask;

    public long Offset => read;

    public long DamagedFacts => 0;

    public Task Appended => appended;

    public bool TryRead(out LogRecord record)
    {
        Task next = lane.Appended;
        if (lane.TryNext(ref read, out byte[] payload, out long appendedAtMicros))
        {
            record = new LogRecord(read, appendedAtMicros, 1, payload);
            return true;
        }
        appended = next;
        record = default;
        return false;
    }

    public void Dispose() { }
}
