using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Simulation;

/// <summary>An owner of a workspace task.</summary>
internal sealed class SimulatedWorkspaces : SimulatedOwner
{
    private readonly Random random;
    private readonly WorkspacesOwner owner;

    public SimulatedWorkspaces(int process, int partition, TaskContext context, OwnersTime time, Random random)
        : base(process, partition, time)
    {
        this.random = random;
        owner = new WorkspacesOwner(context with { Time = time }, partition, () => { });
        try
        {
            owner.Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <param name="readsAll">All that is there, or some of it.</param>
    public void Turn(bool readsAll)
    {
        // By a thread of its own, which goes on while the task publishes.
        owner.ReadPartials(readsAll ? int.MaxValue : random.Next(20));
        if (IsPublished())
        {
            owner.TakeIn();
            Publish(owner.PublishIfDueAsync);
        }
    }

    public override void Dispose()
    {
        owner.Dispose();
        base.Dispose();
    }
}
