using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Host.Watching;

/// <summary>What a process that owns tasks says of them.</summary>
internal sealed record WorkerAnswer(IReadOnlyList<WorkerTask> Tasks, RedisAnswer Redis);

/// <param name="Read">The sum of the offsets up to which it has read its inputs; null before it reads.</param>
/// <param name="Rebuild">What it still has to do before it is live; null when it is.</param>
internal sealed record WorkerTask(
    string Name,
    bool IsLive,
    string? Trouble,
    long? Read,
    RebuildAnswer? Rebuild,
    SnapshotAnswer? Snapshot
)
{
    public static WorkerTask Of(OwnedTask task, TimeProvider time)
    {
        CatchUp? at = task.CatchUp;
        return new WorkerTask(
            task.Name,
            task.IsLive,
            task.Trouble,
            at?.Read,
            task.IsLive ? null : RebuildOf(at, time.GetUtcNow().ToUnixTimeMilliseconds()),
            SnapshotAnswer.Of(task.Snapshot)
        );
    }

    private static RebuildAnswer RebuildOf(CatchUp? at, long nowMs)
    {
        if (at == null)
        {
            return new RebuildAnswer(null, null, null, null);
        }
        long done = at.LeftAtStart - at.Left;
        double seconds = Math.Max(1, nowMs - at.BeganMs) / 1000.0;
        double? perSecond = done > 0 ? done / seconds : null;
        return new RebuildAnswer(at.Left, at.LeftAtStart, perSecond, at.Left == 0 ? 0 : at.Left / perSecond);
    }
}
