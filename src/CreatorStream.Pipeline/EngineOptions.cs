namespace CreatorStream.Pipeline;

/// <summary>How an engine runs.</summary>
public sealed record EngineOptions
{
    /// <summary>How long before the log took it an event may have happened; null: as long ago as the year 2000.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How often a visitor task publishes what changed, at most; half as often where that are many events.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// About how many touches a visitor task looks at in a turn where the catalog moved their content: a millisecond or two.
    /// </summary>
    public int TouchesPlacedPerTurn { get; init; } = 32_768;

    /// <summary>How long after a change a snapshot is taken: what a crash makes a task read again.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    public const int DefaultSnapshotBlockSize = 4096;

    /// <summary>
    /// How many visitors, or items of another list, a segment of a snapshot holds: a power of two. One that changes is written with
    /// all of them.
    /// </summary>
    public int SnapshotBlockSize { get; init; } = DefaultSnapshotBlockSize;

    /// <summary>About how much of a snapshot a visitor task writes down in a turn: some milliseconds.</summary>
    public int SnapshotBytesPerTurn { get; init; } = 1 << 20;
}
