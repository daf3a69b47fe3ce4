using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// What brokers give to the owners of tasks, <see cref="VisitorsOwner"/> and <see cref="WorkspacesOwner"/>: Kafka in the
/// service, and in the simulation brokers in memory whose faults a seed decides.
/// </summary>
public interface ITaskBrokers
{
    /// <summary>Takes a task over: whoever had it is fenced, and its open transaction void, when this returns.</summary>
    ITaskProducer TakeOver(string task);

    /// <summary>What a task committed last. Only whoever has fenced the former owner knows that it is the last.</summary>
    /// <param name="task">Its number.</param>
    TaskRecord? NewestRecord(int task);

    /// <summary>The events of a visitor task, and the verdicts about its visitors.</summary>
    /// <param name="former">What the former owner committed last; null where there was none.</param>
    /// <param name="takeVerdict">Called by any thread.</param>
    ITaskEvents ReadEvents(int partition, TaskRecord? former, Action<Verdict> takeVerdict);

    /// <summary>The snapshots of a visitor task.</summary>
    /// <param name="producer">Writes them, so that a former owner can neither add nor delete any.</param>
    ITaskSnapshots OpenSnapshots(int partition, ITaskProducer producer);

    /// <summary>What visitor tasks publish for a workspace task, from the first message that is still there.</summary>
    IPartialsSource ReadPartials(int partition);
}

/// <summary>The events of a visitor task, of which some are set aside.</summary>
public interface ITaskEvents : IEventReader
{
    /// <summary>How far it is from where the former owner was; null before it reads. For any thread.</summary>
    CatchUp? CatchUp { get; }

    /// <summary>Writes what was set aside since it was last forgotten: what can't be used, and what belongs to other tasks.</summary>
    void WriteSetAside(ITaskProducer producer);

    /// <summary>The log has it.</summary>
    void ForgetSetAside();
}

/// <summary>The snapshots of a visitor task while it has one owner.</summary>
public interface ITaskSnapshots : ISnapshotStore, IDisposable;

/// <summary>One partition of what visitor tasks publish, read in order.</summary>
public interface IPartialsSource : IDisposable
{
    /// <summary>The offset at which it begins to read.</summary>
    long Begin { get; }

    /// <summary>The offset behind what was there when it began.</summary>
    long End { get; }

    /// <summary>The offset up to which it has read, over what was aborted too.</summary>
    long Position { get; }

    /// <summary>There is nothing more to read, for now.</summary>
    bool IsAtEnd { get; }

    /// <summary>The next message. May wait some milliseconds for one.</summary>
    bool TryRead(out PartialsMessage message);

    /// <summary>Deletes messages before an offset, which nobody needs any more.</summary>
    Task DeleteBeforeAsync(long offset);
}

/// <summary>A message of partials. Valid until the next one is read.</summary>
public readonly ref struct PartialsMessage(long offset, ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
{
    public long Offset { get; } = offset;
    public ReadOnlySpan<byte> Key { get; } = key;
    public ReadOnlySpan<byte> Content { get; } = content;
}
