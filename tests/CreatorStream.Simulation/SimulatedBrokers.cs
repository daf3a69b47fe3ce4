using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>
/// The topics between the tasks, which outlive all processes. Who takes a task over fences the former owner: what that
/// one has not committed by then never becomes visible.
/// </summary>
internal sealed class SimulatedBrokers(SimulatedLog log, SimulatedSnapshots snapshots, Faults faults, Random random)
    : ITaskBrokers
{
    private readonly Dictionary<string, int> epochs = [];
    private readonly Dictionary<(string Topic, int Partition), SimulatedTopic> topics = [];

    /// <summary>By visitor task, the newest generation of its pieces, and the owner who began it.</summary>
    private readonly Dictionary<int, (long Generation, int Epoch)> generations = [];

    public TopicSpecs Topics { get; } = new();

    /// <summary>How many writes of former owners were refused.</summary>
    public int Fenced { get; private set; }

    public SimulatedTopic Topic(string name, int partition) =>
        topics.TryGetValue((name, partition), out SimulatedTopic? topic)
            ? topic
            : topics[(name, partition)] = new SimulatedTopic(name, partition);

    public ITaskProducer TakeOver(string task)
    {
        faults.BeforeIo();
        int epoch = epochs[task] = epochs.GetValueOrDefault(task) + 1;
        return new SimulatedProducer(this, faults, random, task, epoch);
    }

    public TaskRecord? NewestRecord(int task)
    {
        faults.BeforeIo();
        SimulatedTopic progress = Topic(Topics.Progress, task);
        return progress.End == 0 ? null : TaskRecord.Read(progress.Read(progress.End - 1).Value);
    }

    public ITaskEvents ReadEvents(int partition, TaskRecord? former, Action<Verdict> takeVerdict) =>
        new SimulatedInputs(log, this, partition, new FormerReach(former), takeVerdict, random);

    public ITaskSnapshots OpenSnapshots(int partition, ITaskProducer producer) =>
        new FencedSnapshots((SimulatedProducer)producer, snapshots);

    public IPartialsSource ReadPartials(int partition) =>
        new SimulatedPartials(Topic(Topics.Partials, partition), faults);

    /// <exception cref="TaskFencedException">There is a newer owner.</exception>
    public void CheckFence(string task, int epoch)
    {
        if (epochs[task] != epoch)
        {
            Fenced++;
            throw new TaskFencedException(task);
        }
    }

    /// <summary>Makes messages of an owner's transaction visible.</summary>
    public void Append(IReadOnlyList<SimulatedMessage> messages, int epoch)
    {
        foreach (SimulatedMessage message in messages)
        {
            SimulatedTopic topic = Topic(message.Topic, message.Partition);
            if (message.Topic == Topics.Progress)
            {
                CheckProgress(topic, TaskRecord.Read(message.Value)!);
            }
            if (message.Topic == Topics.Partials && PartialsPiece.TryRead(message.Key, out PartialsPiece piece))
            {
                CheckGeneration(piece, epoch);
            }
            topic.Add(message);
        }
    }

    /// <summary>Whoever owned the tasks meanwhile: what events had to be set aside is in the log once.</summary>
    public void CheckSetAside() =>
        Assert.Equal(
            SimulatedInputs.SetAsideOf(log),
            Topic(Topics.DeadLetters, 0).All.Select(letter => System.Text.Encoding.UTF8.GetString(letter.Key)).Order()
        );

    /// <summary>Readers pass over what is older than the newest piece that they have met, be its tick never whole.</summary>
    private void CheckGeneration(in PartialsPiece piece, int epoch)
    {
        (long newest, int of) = generations.GetValueOrDefault(piece.Partition);
        Assert.True(
            piece.Generation > newest || (piece.Generation == newest && epoch == of),
            $"visitors-{piece.Partition} publishes generation {piece.Generation}, and readers have met {newest} of another owner"
        );
        generations[piece.Partition] = (piece.Generation, epoch);
    }

    /// <summary>No owner is ever behind what a former one published.</summary>
    private static void CheckProgress(SimulatedTopic topic, TaskRecord record)
    {
        if (topic.End > 0 && TaskRecord.Read(topic.Read(topic.End - 1).Value) is { } before)
        {
            Assert.True(record.Generation >= before.Generation, $"{record.Task} goes back to an older generation");
            Assert.True(
                record.Generation > before.Generation || record.Owner == before.Owner,
                $"{record.Task} goes on with another owner's generation"
            );
            IReadOnlyDictionary<string, long> reached = record.Shown ?? record.Vector;
            Assert.All(
                before.Vector.Concat(before.Shown ?? before.Vector),
                input =>
                    Assert.True(reached[input.Key] >= input.Value, $"{record.Task} goes back in its input {input.Key}")
            );
        }
    }

    /// <summary>Written by the task's producer: a former owner can neither add nor delete.</summary>
    private sealed class FencedSnapshots(SimulatedProducer producer, SimulatedSnapshots store) : ITaskSnapshots
    {
        public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
        {
            producer.CheckFence();
            return store.PutAsync(task, segments);
        }

        public Task SaveAsync(string task, SnapshotManifest manifest)
        {
            producer.CheckFence();
            return store.SaveAsync(task, manifest);
        }

        public IReadOnlyList<SnapshotManifest> Manifests(string task) => store.Manifests(task);

        public byte[]? Segment(string task, string name) => store.Segment(task, name);

        public void Dispose() { }
    }
}
