using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded;

/// <summary>How much of a partition a log holds, or has removed.</summary>
/// <param name="Bytes">Of the payloads.</param>
public readonly record struct PartitionContents(LogStream Stream, int Partition, long Records, long Facts, long Bytes)
{
    /// <summary>The first columns of a query that <see cref="Of"/> reads.</summary>
    internal const string Sums = "COUNT(*), COALESCE(SUM(facts), 0), COALESCE(SUM(LENGTH(payload)), 0)";

    internal static PartitionContents Of(Statement row, LogStream stream, int partition) =>
        new(stream, partition, row.Int64(0), row.Int64(1), row.Int64(2));
}
