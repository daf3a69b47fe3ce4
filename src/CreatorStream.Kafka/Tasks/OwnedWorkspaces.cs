using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Kafka.Tasks;

/// <summary>The workspace task of one partition of partials, while this process owns it.</summary>
public sealed class OwnedWorkspaces(TaskContext context, int partition)
    : OwnedTask(context, TaskNames.OfWorkspaces(partition))
{
    private volatile WorkspacesOwner? running;

    public override bool IsLive => running?.IsLive ?? false;

    public override CatchUp? CatchUp => running?.CatchUp;

    /// <summary>Answers questions about its workspaces; null while it isn't live: it would tell less than the former owner did.</summary>
    public IHistory? History => running is { IsLive: true } owner ? owner.History : null;

    /// <summary>How many zeros the hashes of texts begin with that are held: the most of any workspace.</summary>
    public int TextsLevel => running?.TextsLevel ?? 0;

    protected override async Task RunOnceAsync(CancellationToken cancel)
    {
        using var owner = new WorkspacesOwner(Context, partition, NoteLive);
        running = owner;
        try
        {
            await owner.RunAsync(cancel);
        }
        finally
        {
            running = null;
            Context.Left(owner.Owns);
        }
    }
}
