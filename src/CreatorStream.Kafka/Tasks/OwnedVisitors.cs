using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Tasks;

/// <summary>The visitor task of one partition, while this process owns it.</summary>
public sealed class OwnedVisitors(TaskContext context, int partition)
    : OwnedTask(context, TaskNames.OfVisitors(partition))
{
    private volatile VisitorsOwner? running;

    public override bool IsLive => running?.IsLive ?? false;

    public override CatchUp? CatchUp => running?.CatchUp;

    /// <summary>Without room for state it reads no more, and says so.</summary>
    public override string? Trouble => base.Trouble ?? Context.Memory.Shortage?.Reason;

    public override SnapshotManifest? Snapshot => running?.Snapshot;

    protected override async Task RunOnceAsync(CancellationToken cancel)
    {
        using var owner = new VisitorsOwner(Context, partition, NoteLive);
        running = owner;
        try
        {
            await owner.RunAsync(cancel);
        }
        finally
        {
            running = null;
        }
    }
}
