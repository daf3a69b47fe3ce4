using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// The owner of a visitor task from its taking over to its end: fences the former owner, restores, is silent until it
/// has come as far as that one, and publishes each tick in a transaction. Whatever fails ends it; the next one begins
/// from what was committed. In the service it runs; the simulation opens it and gives it its turns.
/// </summary>
/// <param name="live">Called when what it published replaces what the former owner did.</param>
public sealed class VisitorsOwner(TaskContext context, int partition, Action live) : IDisposable
{
    private ITaskProducer? producer;
    private ITaskSnapshots? snapshots;
    private volatile ITaskEvents? events;
    private volatile PartialsWriter? writer;
    private volatile VisitorTask? task;

    public bool IsLive => writer?.HasPublished ?? false;

    /// <summary>null before it reads.</summary>
    public CatchUp? CatchUp => events?.CatchUp;

    public SnapshotManifest? Snapshot => task?.Snapshot;

    /// <summary>Runs until cancelled. Once, and instead of <see cref="Open"/>.</summary>
    public async Task RunAsync(CancellationToken cancel) => await TakeOver().RunAsync(cancel);

    /// <summary>Before the first turn.</summary>
    public void Open() => TakeOver().Open();

    /// <summary>Takes in some of what has arrived.</summary>
    /// <returns>Whether there may be more at once.</returns>
    public bool TakeIn() => task!.TakeIn();

    /// <summary>Completes when the tick is committed that was due, if one was.</summary>
    public ValueTask PublishIfDueAsync(CancellationToken cancel) =>
        task!.TickIfDue() is { } rows ? PublishAsync(rows, cancel) : ValueTask.CompletedTask;

    public void SaveIfDue() => task!.SaveIfDue();

    /// <summary>Saves a snapshot: after the last turn, and a publishing that was cancelled.</summary>
    public void Close() => task!.Close();

    public void Dispose()
    {
        task?.Dispose();
        snapshots?.Dispose();
        events?.Dispose();
        producer?.Dispose();
    }

    private VisitorTask TakeOver()
    {
        // In this order: until it is fenced, the former owner may commit something newer.
        producer = context.Brokers.TakeOver(TaskNames.OfVisitors(partition));
        TaskRecord? former = context.Brokers.NewestRecord(TaskNames.NumberOfVisitors(partition));
        ITaskEvents reader = context.Brokers.ReadEvents(partition, former, verdict => task!.Verdicts.Put(verdict));
        events = reader;
        snapshots = context.Brokers.OpenSnapshots(partition, producer);
        writer = new PartialsWriter(
            producer,
            context.Topics,
            partition,
            context.Facts.Partitions,
            former,
            context.Owner,
            reader,
            () => Snapshot,
            context.Partials,
            context.Time,
            context.Logger
        );
        return task = new VisitorTask(
            partition,
            context.Facts,
            reader,
            snapshots,
            PublishAsync,
            context.Options,
            context.Memory,
            context.Time,
            context.Logger
        );
    }

    private async ValueTask PublishAsync(PartialRows rows, CancellationToken cancel)
    {
        PartialsWriter to = writer!;
        await to.WriteAsync(rows, cancel);
        rows.Release();
        live();
        if (to.IsLong)
        {
            to.BeginAnew();
            task!.PublishAll();
        }
    }
}
