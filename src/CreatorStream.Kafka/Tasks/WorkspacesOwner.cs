using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// The owner of a workspace task from its taking over to its end: fences the former owner, and is silent until it has
/// merged what was there when it began; then each turn's views and verdicts are a transaction. Whatever fails ends it.
/// In the service it runs; the simulation opens it and gives it its turns.
/// </summary>
/// <param name="live">Called when it begins to publish.</param>
public sealed class WorkspacesOwner(TaskContext context, int partition, Action live) : IDisposable
{
    private ITaskProducer? producer;
    private KafkaViewSink? views;
    private volatile PartialsReader? partials;
    private volatile WorkspaceTask? task;
    private volatile bool isLive;

    public bool IsLive => isLive;

    /// <summary>null before it reads.</summary>
    public CatchUp? CatchUp => partials?.CatchUp;

    public IHistory? History => task;

    public int TextsLevel => task?.TextsLevel ?? 0;

    public bool Owns(string workspace) => TaskNames.TaskOf(workspace, context.Facts.Partitions) == partition;

    /// <summary>Runs until cancelled. Once, and instead of <see cref="Open"/>.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        WorkspaceTask own = TakeOver();
        partials!.Start();
        await own.RunAsync(cancel);
    }

    /// <summary>Before the first turn.</summary>
    public void Open() => TakeOver().Open();

    /// <summary>Reads some of what visitor tasks have published, as far as there is room.</summary>
    public void ReadPartials(int messages) => partials!.Turn(messages);

    /// <summary>Takes in what has arrived.</summary>
    public void TakeIn() => task!.TakeIn();

    /// <summary>Completes when the views and verdicts of the turn are committed, if any were due.</summary>
    public ValueTask PublishIfDueAsync(CancellationToken cancel) =>
        task!.PublishIfDue() ? views!.FlushAsync(cancel) : ValueTask.CompletedTask;

    public void Dispose()
    {
        task?.Dispose();
        partials?.Dispose();
        producer?.Dispose();
    }

    private WorkspaceTask TakeOver()
    {
        // In this order: until it is fenced, the former owner may commit something newer.
        producer = context.Brokers.TakeOver(TaskNames.OfWorkspaces(partition));
        TaskRecord? former = context.Brokers.NewestRecord(TaskNames.NumberOfWorkspaces(partition));
        var rows = new PartialsReader(
            context.Brokers.ReadPartials(partition),
            partition,
            context.Facts.Partitions,
            context.Partials,
            context.Time,
            context.Logger
        );
        partials = rows;
        views = new KafkaViewSink(
            producer,
            context.Topics,
            partition,
            (former?.Generation ?? 0) + 1,
            context.Owner,
            () => rows.Position,
            context.Committed,
            context.Time,
            context.Logger
        );
        long catalogEnd = context.Facts.EndOffset(LogStream.Catalog, 0);
        long decisionsEnd = context.Facts.EndOffset(LogStream.Decisions, 0);
        WorkspaceTask own = new(context.Facts, views, rows.Rows, Owns, views.Send, context.Memory, context.Time);
        own.Logger = context.Logger;
        own.MayPublish = () =>
        {
            if (
                !isLive
                && rows.HasReachedStart
                && own.CatalogOffset >= catalogEnd
                && own.DecisionsOffset >= decisionsEnd
            )
            {
                isLive = true;
                live();
            }
            return isLive;
        };
        return task = own;
    }
}
