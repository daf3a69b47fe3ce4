using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Simulation;

internal readonly record struct SimulatedMessage(string Topic, int Partition, byte[] Key, byte[] Value);

/// <summary>One partition of a topic.</summary>
internal sealed class SimulatedTopic(string name, int partition)
{
    private readonly List<SimulatedMessage> messages = [];

    public long End => messages.Count;

    /// <summary>What lies before was deleted.</summary>
    public long Low { get; private set; }

    public IReadOnlyList<SimulatedMessage> All => messages;

    public void Add(SimulatedMessage message) => messages.Add(message);

    public void DeleteBefore(long offset) => Low = Math.Max(Low, offset);

    /// <exception cref="OffsetGoneException">It was deleted.</exception>
    public SimulatedMessage Read(long offset) =>
        offset >= Low
            ? messages[(int)offset]
            : throw new OffsetGoneException(name, partition, offset, $"it begins at {Low}");
}

/// <summary>Reads what visitor tasks published for one workspace task.</summary>
internal sealed class SimulatedPartials(SimulatedTopic topic, Faults faults) : IPartialsSource
{
    public long Begin { get; } = topic.Low;

    public long End { get; } = topic.End;

    public long Position { get; private set; } = topic.Low;

    public bool IsAtEnd => Position == topic.End;

    public bool TryRead(out PartialsMessage message)
    {
        message = default;
        if (IsAtEnd)
        {
            return false;
        }
        faults.BeforeIo();
        SimulatedMessage read = topic.Read(Position);
        message = new PartialsMessage(Position, read.Key, read.Value);
        Position++;
        return true;
    }

    public Task DeleteBeforeAsync(long offset)
    {
        topic.DeleteBefore(offset);
        return Task.CompletedTask;
    }

    public void Dispose() { }
}
