using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Reads the events of one visitor task: its partition of every input. Used by one thread at a time.</summary>
public interface IEventReader : IDisposable
{
    /// <summary>By input ("events", "clicks", …), the offset up to which it has read, over what can't be used too.</summary>
    IReadOnlyDictionary<string, long> Vector { get; }

    /// <summary>The sum of the vector: grows with everything that is read.</summary>
    long Offset { get; }

    /// <summary>Events that can't be read, which were set aside.</summary>
    long Unreadable { get; }

    /// <summary>
    /// What was read so far is still behind what a former owner of the partition published: events, or the verdicts that held when
    /// this one began.
    /// </summary>
    bool IsBehindFormerOwner { get; }

    /// <summary>
    /// It was told of what is no event of this task, and the log doesn't have that elsewhere yet: a snapshot that reaches
    /// behind it would lose it.
    /// </summary>
    bool HasSetAside => false;

    /// <summary>Whether a vector lies within this log; one of another log may not.</summary>
    bool Holds(IReadOnlyDictionary<string, long> vector);

    /// <summary>Begins to read behind a vector (an input that it doesn't name: from the beginning). Once, first.</summary>
    void Open(IReadOnlyDictionary<string, long> vector);

    /// <summary>Fills a batch with events and the times at which the log took them.</summary>
    /// <returns>false at the end, for now.</returns>
    bool TryRead(FactBatch batch);

    /// <summary>Completes when there is more to read than at the last <see cref="TryRead"/>.</summary>
    Task Arrival { get; }
}
