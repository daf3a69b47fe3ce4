namespace CreatorStream.Kafka.Tasks;

/// <summary>In which portions partials are written, and how long they are kept.</summary>
public sealed record PartialsOptions
{
    /// <summary>Of rows in one message.</summary>
    public int PieceBytes { get; init; } = 256 * 1024;

    /// <summary>A transaction this large is committed before its tick is whole: readers wait for the last piece.</summary>
    public int UncommittedBytes { get; init; } = 4_000_000;

    /// <summary>A generation is begun anew when it has grown by so much since its first tick, and that is long beside it.</summary>
    public long GrowthBytes { get; init; } = 64_000_000;

    /// <summary>How often messages are deleted that nobody needs any more.</summary>
    public TimeSpan TrimInterval { get; init; } = TimeSpan.FromSeconds(60);
}
