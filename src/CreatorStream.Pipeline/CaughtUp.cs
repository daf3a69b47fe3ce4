using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline;

/// <summary>
/// Whether what the log had a while ago is taken in by now. Under a steady stream something is always on its way, so it is not asked
/// of what the log has now.
/// </summary>
/// <param name="takenIn">How far a partition is.</param>
internal sealed class CaughtUp(IFactLog log, Func<int, long> takenIn)
{
    private long[] endedAt = [];

    /// <returns>Whether all is taken in that there was when this was asked the last time.</returns>
    public bool Ask()
    {
        bool isCaughtUp = endedAt.Select((end, partition) => takenIn(partition) >= end).All(reached => reached);
        endedAt = [.. Enumerable.Range(0, log.Partitions).Select(of => log.EndOffset(LogStream.Events, of))];
        return isCaughtUp;
    }
}
