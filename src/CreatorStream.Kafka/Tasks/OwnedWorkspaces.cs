using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Kafka.Tasks;

/// <summary>The workspace task of one partition of partials, while this process owns it.</summary>
public sealed class OwnedWorkspaces(TaskContext context, int partition)
    : OwnedTask(context, TaskNames.OfWorkspaces(partition))
{
    private volatile WorkspaceTask? running;
    private volatile PartialsReader? rows;
    private volatile bool isLive;

    public override bool IsLive => isLive;

    public override CatchUp? CatchUp => rows?.CatchUp;

    /// <summary>Answers questions about its workspaces; null while it isn't live: it would tell less than the former owner did.</summary>
    public IHistory? History => isLive ? running : null;

    protected override async Task RunOnceAsync(TaskProducer producer, CancellationToken cancel)
    {
        var former = TaskRecord.Newest(
            Context.Connection,
            Context.Topics,
            TaskNames.NumberOfWorkspaces(partition),
            Context.Logger
        );
        using var partials = new PartialsReader(
            Context.Connection,
            Context.Topics,
            partition,
            Context.Log.Partitions,
            before => Context.Admin.DeleteRecordsAsync(Context.Topics.Partials, partition, before),
            Context.Time,
            Context.Logger
        );
        var sink = new KafkaViewSink(
            producer,
            Context.Topics,
            partition,
            (former?.Generation ?? 0) + 1,
            Context.Owner,
            () => partials.Position,
            views =>
            {
                // Under a steady stream it is never idle.
                isLive = true;
                Context.Committed(views);
            },
            Context.Time,
            Context.Logger
        );
        long catalogEnd = Context.Facts.EndOffset(LogStream.Catalog, 0);
        using var task = new WorkspaceTask(
            Context.Facts,
            sink,
            partials.Rows,
            Owns,
            sink.Send,
            Context.Memory,
            Context.Time
        );
        task.MayPublish = () =>
        {
            if (!isLive && partials.HasReachedStart && task.CatalogOffset >= catalogEnd)
            {
                isLive = true;
                NoteLive();
            }
            return isLive;
        };
        running = task;
        rows = partials;
        try
        {
            await task.RunAsync(cancel);
        }
        finally
        {
            running = null;
            rows = null;
            isLive = false;
            Context.Left(Owns);
        }
    }

    private bool Owns(string workspace) => TaskNames.TaskOf(workspace, Context.Log.Partitions) == partition;
}
