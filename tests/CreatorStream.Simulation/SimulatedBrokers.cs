using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Simulation;

/// <summary>
/// The topics between the tasks, which outlive all processes. Who takes a task over fences the former owner: what that
/// one has not committed by then never becomes visible.
/// </summary>
internal sealed class SimulatedBrokers(int partitions, Faults faults)
{
    private readonly Dictionary<string, int> epochs = [];
    private readonly Dictionary<string, TaskRecord> records = [];

    /// <summary>By workspace task.</summary>
    public IReadOnlyList<SimulatedTopic<(byte[] Key, byte[] Content)>> Partials { get; } =
        Topics<(byte[], byte[])>(partitions);

    /// <summary>By visitor task.</summary>
    public IReadOnlyList<SimulatedTopic<Verdict>> Verdicts { get; } = Topics<Verdict>(partitions);

    /// <summary>By workspace task: in the bytes of ViewCodec.</summary>
    public IReadOnlyList<SimulatedTopic<byte[]>> Views { get; } = Topics<byte[]>(partitions);

    /// <summary>How many writes of former owners were refused.</summary>
    public int Fenced { get; private set; }

    /// <summary>What the task committed last. Only whoever has fenced the former owner knows that it is the last.</summary>
    public TaskRecord? Record(string task) => records.GetValueOrDefault(task);

    /// <returns>The new owner's epoch.</returns>
    public int Fence(string task)
    {
        faults.BeforeIo();
        return epochs[task] = epochs.GetValueOrDefault(task) + 1;
    }

    /// <exception cref="TaskFencedException">There is a newer owner.</exception>
    public void CheckFence(string task, int epoch)
    {
        if (epochs[task] != epoch)
        {
            Fenced++;
            throw new TaskFencedException(task);
        }
    }

    /// <summary>Makes writes visible, all or none.</summary>
    /// <exception cref="TaskFencedException">There is a newer owner.</exception>
    /// <exception cref="TransactionFailedException">Nothing of it became visible: do it again.</exception>
    /// <exception cref="KafkaFailedException">It isn't known whether.</exception>
    public void Commit(string task, int epoch, IReadOnlyList<Action> writes, TaskRecord? record)
    {
        faults.BeforeIo();
        CheckFence(task, epoch);
        if (faults.Happens(3))
        {
            throw new TransactionFailedException("aborted");
        }
        foreach (Action write in writes)
        {
            write();
        }
        if (record != null)
        {
            Keep(task, record);
        }
        // Both are as if the brokers' answer came too late.
        faults.BeforeIo();
        if (faults.Happens(2))
        {
            throw new KafkaFailedException("committed, but nobody knows");
        }
    }

    /// <summary>No owner is ever behind what a former one published.</summary>
    private void Keep(string task, TaskRecord record)
    {
        if (records.TryGetValue(task, out TaskRecord? before))
        {
            Assert.True(record.Generation >= before.Generation, $"{task} goes back to an older generation");
            Assert.All(
                before.Vector,
                input =>
                    Assert.True(record.Vector[input.Key] >= input.Value, $"{task} goes back in its input {input.Key}")
            );
        }
        records[task] = record;
    }

    private static SimulatedTopic<T>[] Topics<T>(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new SimulatedTopic<T>())];
}

/// <summary>One partition of a topic.</summary>
internal sealed class SimulatedTopic<T>
{
    private readonly List<T> messages = [];

    public long End => messages.Count;

    /// <summary>What lies before was deleted.</summary>
    public long Low { get; private set; }

    public void Add(T message) => messages.Add(message);

    public void DeleteBefore(long offset) => Low = Math.Max(Low, offset);

    /// <exception cref="KafkaInputException">It was deleted.</exception>
    public T Read(long offset) =>
        offset >= Low
            ? messages[(int)offset]
            : throw new KafkaInputException("simulated", 0, $"offset {offset} is gone");
}
