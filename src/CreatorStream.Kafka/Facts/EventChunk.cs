using CreatorStream.Events;

namespace CreatorStream.Kafka.Facts;

/// <summary>A message that can't be used, with what is needed to find and send it again.</summary>
public sealed record DeadLetter(
    string Topic,
    int Partition,
    long Offset,
    long TimestampMs,
    string Field,
    string Reason,
    byte[] Key,
    byte[] Value
);

/// <summary>A message on another partition than its visitor's, to be published there.</summary>
public sealed record Misplaced(string Topic, int Partition, byte[] Key, byte[] Value, string? ContentType);

/// <summary>Events read and decoded by the reader's thread, on their way to the task; reused.</summary>
/// <param name="secret">The log's, which keys identities.</param>
public sealed class EventChunk(int inputs, ulong secret)
{
    public EventBatch Events = new(secret);
    public long[] AppendedAtMicros = [];

    /// <summary>By input, the offset behind what is in this chunk and those before it.</summary>
    public long[] Positions { get; } = new long[inputs];

    public List<DeadLetter> DeadLetters { get; } = [];

    public List<Misplaced> Misplaced { get; } = [];

    public void Clear()
    {
        Events.Clear();
        DeadLetters.Clear();
        Misplaced.Clear();
    }

    /// <summary>Notes when the log took the event appended last.</summary>
    public void NoteAppended(long micros)
    {
        if (Events.Count > AppendedAtMicros.Length)
        {
            Array.Resize(ref AppendedAtMicros, Math.Max(1024, Events.Count * 2));
        }
        AppendedAtMicros[Events.Count - 1] = micros;
    }
}
