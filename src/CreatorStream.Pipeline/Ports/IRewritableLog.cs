namespace CreatorStream.Pipeline.Ports;

/// <summary>A record's new payload; its place, its time and the number of its facts stay.</summary>
public readonly record struct LogReplacement(long Offset, ReadOnlyMemory<byte> Payload);

/// <summary>A log whose records can be replaced where they lie, so that nothing of the old ones is left on disk.</summary>
public interface IRewritableLog : IFactLog
{
    /// <summary>The offset in <see cref="LogStream.Decisions"/> up to which all erasures are done.</summary>
    long ErasedTo { get; }

    /// <summary>Replaces records of a partition of the events together.</summary>
    /// <exception cref="LogUnavailableException">Nothing was replaced.</exception>
    Task ReplaceAsync(int partition, IReadOnlyList<LogReplacement> records);

    /// <summary>Removes what is left on disk of replaced records, then notes how far erasures are done.</summary>
    /// <exception cref="LogUnavailableException">Something is left, or it isn't noted: erase again.</exception>
    Task FinishErasuresAsync(long upTo);

    /// <summary>Notes how far erasures are done, where the decisions since erased nobody: nothing was replaced.</summary>
    /// <exception cref="LogUnavailableException">It isn't noted.</exception>
    Task PassErasuresAsync(long upTo);
}
