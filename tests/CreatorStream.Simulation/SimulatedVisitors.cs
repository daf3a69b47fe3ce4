using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Simulation;

/// <summary>An owner of a visitor task.</summary>
internal sealed class SimulatedVisitors : SimulatedOwner
{
    private readonly VisitorsOwner owner;

    public SimulatedVisitors(int process, int partition, TaskContext context, OwnersTime time)
        : base(process, partition, time)
    {
        owner = new VisitorsOwner(context with { Time = time }, partition, () => { });
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

    /// <returns>Whether it may have more to read at once.</returns>
    public bool Turn()
    {
        if (!IsPublished())
        {
            return false;
        }
        bool more = owner.TakeIn();
        if (!Publish(owner.PublishIfDueAsync))
        {
            return false;
        }
        owner.SaveIfDue();
        return more;
    }

    /// <summary>The orderly end saves a snapshot.</summary>
    public override void Close()
    {
        base.Close();
        owner.Close();
    }

    public override void Dispose()
    {
        owner.Dispose();
        base.Dispose();
    }
}
