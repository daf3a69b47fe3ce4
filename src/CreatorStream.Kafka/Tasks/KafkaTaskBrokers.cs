using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Partials;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>Kafka as the brokers of tasks.</summary>
/// <param name="scratchFolder">For files that are no loss.</param>
public sealed class KafkaTaskBrokers(
    KafkaConnection connection,
    TopicSpecs topics,
    LogIdentity log,
    TopicAdmin admin,
    string scratchFolder,
    TimeProvider time,
    ILogger logger
) : ITaskBrokers
{
    private static readonly TimeSpan InitPatience = TimeSpan.FromSeconds(15);

    public ITaskProducer TakeOver(string task)
    {
        var producer = new TaskProducer(connection, topics.TransactionalId(task), logger);
        try
        {
            producer.Init(InitPatience);
            return producer;
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    public TaskRecord? NewestRecord(int task) => TaskRecord.Newest(connection, topics, task, logger);

    public ITaskEvents ReadEvents(int partition, TaskRecord? former, Action<Verdict> takeVerdict) =>
        new KafkaEventReader(
            connection,
            topics,
            partition,
            log.Partitions,
            log.Secret,
            former,
            takeVerdict,
            time,
            logger
        );

    public ITaskSnapshots OpenSnapshots(int partition, ITaskProducer producer) =>
        new KafkaSnapshotStore(connection, topics, partition, producer, scratchFolder, logger);

    public IPartialsSource ReadPartials(int partition) =>
        new KafkaPartialsSource(connection, topics.Partials, partition, admin, logger);
}
