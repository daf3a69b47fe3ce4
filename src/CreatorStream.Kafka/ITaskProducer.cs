namespace CreatorStream.Kafka;

/// <summary>What became of the transaction that was begun last.</summary>
public enum TransactionState
{
    /// <summary>It is committed or void, or there was none.</summary>
    Ended,

    /// <summary>To be committed, or aborted.</summary>
    Open,

    /// <summary>Its commit was asked for and not answered: it can't be aborted any more, only asked for again.</summary>
    Committing,
}

/// <summary>
/// A task's one writer: what it writes becomes visible by transactions, together or not at all, and only while it owns
/// the task. Keys and values are copied when they are produced. For one thread at a time.
/// </summary>
public interface ITaskProducer : IDisposable
{
    TransactionState State { get; }

    void Begin();

    /// <param name="tombstone">Write null as the value, which is not the same as empty.</param>
    /// <exception cref="TaskFencedException" />
    /// <exception cref="TransactionFailedException">Abort, and do the work again.</exception>
    void Produce(
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        string? contentType = null,
        bool tombstone = false
    );

    /// <summary>When it returns, all is acknowledged by all in-sync replicas, and visible.</summary>
    /// <exception cref="TaskFencedException" />
    /// <exception cref="TransactionFailedException">Abort, and do the work again.</exception>
    void Commit(TimeSpan timeout);

    /// <summary>What was produced since <see cref="Begin"/> is void.</summary>
    /// <exception cref="TaskFencedException" />
    void Abort(TimeSpan timeout);
}
