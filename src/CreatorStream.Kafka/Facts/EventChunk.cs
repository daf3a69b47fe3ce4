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
    byte[] Value,
    string? ContentType = null
);

/// <summary>A message on another partition than its visitor's, to be published there.</summary>
/// <param name="Partition">Its visitor's.</param>
/// <param name="Offset">Where it lies now, in the partition that it was read from.</param>
public sealed record Misplaced(string Topic, int Partition, byte[] Key, byte[] Value, string? ContentType, long Offset);

/// <summary>Events read and decoded by the reader's thread, on their way to the task; reused.</summary>
/// <param name="secret">The log's, which keys identities.</param>
public sealed class EventChunk(int inputs, ulong secret)
{
    private const int EnoughEvents = 16_384;
    private const int EnoughSetAsideBytes = 16_000_000;

    // Together with what else its key says, a letter is then one that the task can write.
    private const int MostValueBytes = TopicSpecs.MostMessageBytes;
    private const int MostKeyBytes = 1024;

    private readonly List<DeadLetter> deadLetters = [];
    private readonly List<Misplaced> misplaced = [];
    private long setAsideBytes;

    public EventBatch Events = new(secret);
    public long[] AppendedAtMicros = [];

    /// <summary>By input, the offset behind what is in this chunk and those before it.</summary>
    public long[] Positions { get; } = new long[inputs];

    /// <summary>Whether all verdicts of before the reader's start have been handed over by then.</summary>
    public bool HasVerdicts { get; set; }

    public IReadOnlyList<DeadLetter> DeadLetters => deadLetters;

    public IReadOnlyList<Misplaced> Misplaced => misplaced;

    /// <summary>No further message should go into it.</summary>
    public bool IsFull => Events.Count >= EnoughEvents || setAsideBytes >= EnoughSetAsideBytes;

    public void Clear()
    {
        Events.Clear();
        deadLetters.Clear();
        misplaced.Clear();
        setAsideBytes = 0;
    }

    /// <summary>Sets a whole message aside. One that no letter can hold is cut, and its reason says so.</summary>
    public void SetAside(string topic, in ConsumedMessage message, string field, string reason, string? contentType)
    {
        ReadOnlySpan<byte> key = message.Key;
        ReadOnlySpan<byte> value = message.Value;
        if (key.Length > MostKeyBytes)
        {
            key = key[..MostKeyBytes];
            reason += $"; its key is cut after {MostKeyBytes} bytes";
        }
        if (value.Length > MostValueBytes)
        {
            value = value[..MostValueBytes];
            reason += $"; its value is cut after {MostValueBytes} bytes";
        }
        Add(topic, message, field, reason, key.ToArray(), value.ToArray(), contentType);
    }

    /// <summary>Sets one event of a message aside, as JSON.</summary>
    public void SetEventAside(string topic, in ConsumedMessage message, string field, string reason, byte[] json) =>
        Add(topic, message, field, reason, [], json, null);

    public void Move(Misplaced message)
    {
        misplaced.Add(message);
        setAsideBytes += message.Value.Length;
    }

    /// <summary>Notes when the log took the events from <paramref name="first"/> on.</summary>
    public void NoteAppended(int first, long micros)
    {
        if (Events.Count > AppendedAtMicros.Length)
        {
            Array.Resize(ref AppendedAtMicros, Math.Max(1024, Events.Count * 2));
        }
        AppendedAtMicros.AsSpan(first, Events.Count - first).Fill(micros);
    }

    private void Add(
        string topic,
        in ConsumedMessage message,
        string field,
        string reason,
        byte[] key,
        byte[] value,
        string? contentType
    )
    {
        deadLetters.Add(
            new DeadLetter(
                topic,
                message.Partition,
                message.Offset,
                message.TimestampMs,
                field,
                reason,
                key,
                value,
                contentType
            )
        );
        setAsideBytes += value.Length;
    }
}
