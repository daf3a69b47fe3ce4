using CreatorStream.Kafka;

namespace CreatorStream.Simulation;

/// <summary>
/// An owner's writer: transactions that fail, are committed without an answer, or were committed and nobody can know; and
/// none of a former owner's.
/// </summary>
internal sealed class SimulatedProducer(SimulatedBrokers brokers, Faults faults, Random random, string task, int epoch)
    : ITaskProducer
{
    private readonly List<SimulatedMessage> produced = [];

    /// <summary>
    /// Verdicts that transactions held which came to nothing: the next that is committed has to hold them. What was set aside
    /// comes in the last of several; <see cref="SimulatedBrokers.CheckSetAside"/> holds that.
    /// </summary>
    private readonly HashSet<string> owed = [];
    private int untilRefused = int.MaxValue;
    private bool isCommitted;

    public TransactionState State { get; private set; }

    public void Begin()
    {
        Assert.Equal(TransactionState.Ended, State);
        State = TransactionState.Open;
        produced.Clear();
        isCommitted = false;
        untilRefused = faults.Happens(2) ? random.Next(5) : int.MaxValue;
    }

    public void Produce(
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        string? contentType = null,
        bool tombstone = false
    )
    {
        Assert.Equal(TransactionState.Open, State);
        if (untilRefused-- == 0)
        {
            throw new TransactionFailedException("refused");
        }
        produced.Add(new SimulatedMessage(topic, partition, key.ToArray(), value.ToArray()));
    }

    public void Commit(TimeSpan timeout)
    {
        Assert.NotEqual(TransactionState.Ended, State);
        faults.BeforeIo();
        if (!isCommitted)
        {
            CheckFence();
            // Few hold verdicts: of these more come to nothing.
            if (faults.Happens(Verdicts().Any() ? 30 : 3))
            {
                State = TransactionState.Open;
                throw new TransactionFailedException("aborted");
            }
            owed.ExceptWith(Verdicts());
            Assert.True(owed.Count == 0, $"{task} tries again without {string.Join(", ", owed)}");
            brokers.Append(produced, epoch);
            isCommitted = true;
        }
        // All of these are as if the brokers' answer came too late.
        faults.BeforeIo();
        if (faults.Happens(2))
        {
            State = TransactionState.Committing;
            throw new TransactionFailedException("not answered", mayGoOn: true);
        }
        if (faults.Happens(2))
        {
            throw new KafkaFailedException("committed, but nobody knows");
        }
        State = TransactionState.Ended;
    }

    public void Abort(TimeSpan timeout)
    {
        Assert.Equal(TransactionState.Open, State);
        faults.BeforeIo();
        CheckFence();
        owed.UnionWith(Verdicts());
        State = TransactionState.Ended;
    }

    private IEnumerable<string> Verdicts() =>
        produced
            .Where(of => of.Topic == brokers.Topics.Verdicts)
            .Select(of => $"{of.Topic}/{of.Partition} {Convert.ToHexString(of.Key)}");

    /// <exception cref="TaskFencedException">There is a newer owner.</exception>
    public void CheckFence() => brokers.CheckFence(task, epoch);

    public void Dispose() { }
}
