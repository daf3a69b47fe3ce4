using CreatorStream.Events;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench.Kafka;

/// <summary>One partition of the visitor topics, with the state and the flow of its task.</summary>
internal sealed class FullPartition
{
    // That of a bench is no secret.
    private const ulong Secret = 0x5eed;

    private readonly EventDecoder decoder;
    private readonly EventChunk chunk;
    private readonly FactBatch batch = new(Secret);
    private long setAside;

    /// <param name="topics">By input of the thread.</param>
    public FullPartition(int number, int partitions, IReadOnlyList<string> topics, StateMemory memory)
    {
        Number = number;
        decoder = new EventDecoder(topics, number, partitions);
        chunk = new EventChunk(topics.Count, Secret);
        State = new VisitorState(memory.Open(), retention: null);
        Flow = new VisitorFlow(State, Families.Composed);
    }

    public int Number { get; }

    public VisitorState State { get; }

    public VisitorFlow Flow { get; }

    /// <summary>Touches and conversions in journeys.</summary>
    public long Counted =>
        Visitors.Sum(visitor =>
            State.Journeys.Touches(visitor).Length + (long)State.Journeys.Conversions(visitor).Count
        );

    /// <summary>Of the conversions in journeys.</summary>
    public long ValueMicros =>
        Visitors.Sum(visitor =>
            State.Journeys.Conversions(visitor).Where(of => of.Type.IsConversion()).Sum(of => of.ValueMicros)
        );

    private IEnumerable<int> Visitors => Enumerable.Range(0, State.Journeys.Count);

    /// <returns>Events that were handed to the flow.</returns>
    public long Take(in ConsumedMessage message)
    {
        decoder.Take(message, chunk);
        return chunk.IsFull ? Next() : 0;
    }

    /// <summary>Hands what was taken to the flow.</summary>
    /// <returns>Events that it had.</returns>
    public long Next()
    {
        setAside += chunk.DeadLetters.Count + chunk.Misplaced.Count;
        int events = chunk.Events.Count;
        if (events > 0)
        {
            batch.Exchange(ref chunk.Events, ref chunk.AppendedAtMicros);
            Flow.Next(batch);
        }
        chunk.Clear();
        return events;
    }

    /// <exception cref="InvalidDataException">Not all messages could be used: the figures aren't those of the topics.</exception>
    public void Check()
    {
        Acceptance seen = State.Acceptance;
        if (setAside + seen.TooOld + seen.TooEarly > 0)
        {
            throw new InvalidDataException(
                $"partition {Number}: {setAside} messages are no events of it, {seen.TooOld} are too old, {seen.TooEarly} are ahead of the log's clock"
            );
        }
    }
}
