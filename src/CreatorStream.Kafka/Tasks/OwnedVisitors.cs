using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Kafka.Tasks;

/// <summary>The visitor task of one partition, while this process owns it.</summary>
public sealed class OwnedVisitors(TaskContext context, int partition)
    : OwnedTask(context, TaskNames.OfVisitors(partition))
{
    private volatile PartialsWriter? writer;
    private volatile KafkaEventReader? events;
    private volatile VisitorTask? running;

    public override bool IsLive => writer?.HasPublished ?? false;

    public override CatchUp? CatchUp => events?.CatchUp;

    /// <summary>Without room for state it reads no more, and says so.</summary>
    public override string? Trouble => base.Trouble ?? Context.Memory.Shortage?.Reason;

    public override SnapshotManifest? Snapshot => running?.Snapshot;

    protected override async Task RunOnceAsync(TaskProducer producer, CancellationToken cancel)
    {
        var former = TaskRecord.Newest(
            Context.Connection,
            Context.Topics,
            TaskNames.NumberOfVisitors(partition),
            Context.Logger
        );
        VisitorTask? task = null;
        using var reader = new KafkaEventReader(
            Context.Connection,
            Context.Topics,
            partition,
            Context.Log.Partitions,
            Context.Log.Secret,
            former?.Vector,
            verdict => task!.Verdicts.Put(verdict),
            Context.Time,
            Context.Logger
        );
        using var snapshots = new KafkaSnapshotStore(
            Context.Connection,
            Context.Topics,
            partition,
            producer,
            Context.ScratchFolder,
            Context.Logger
        );
        var own = new PartialsWriter(
            producer,
            Context.Topics,
            partition,
            Context.Log.Partitions,
            (former?.Generation ?? 0) + 1,
            Context.Owner,
            reader,
            () => task!.Snapshot,
            Context.Time,
            Context.Logger
        );
        using (
            task = new VisitorTask(
                partition,
                Context.Facts,
                reader,
                snapshots,
                PublishAsync,
                Context.Options,
                Context.Memory,
                Context.Time,
                Context.Logger
            )
        )
        {
            writer = own;
            events = reader;
            running = task;
            try
            {
                await task.RunAsync(cancel);
            }
            finally
            {
                writer = null;
                events = null;
                running = null;
            }
        }

        async ValueTask PublishAsync(PartialRows rows, CancellationToken stop)
        {
            await own.WriteAsync(rows, stop);
            rows.Release();
            NoteLive();
            if (own.IsLong)
            {
                own.BeginAnew();
                task!.PublishAll();
            }
        }
    }
}
