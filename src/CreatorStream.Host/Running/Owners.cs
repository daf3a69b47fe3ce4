using System.Collections.Concurrent;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Host.Running;

/// <summary>What every task committed last, kept up to date from the topic progress: who owns it, and how far it is.</summary>
internal sealed class Owners : IDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(100);

    private readonly BatchConsumer consumer;
    private readonly ConcurrentDictionary<string, TaskRecord> records = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;

    public Owners(KafkaConnection connection, TopicSpecs topics, int partitions, ILogger logger)
    {
        consumer = WholeInputs.Open(
            connection,
            new BatchConsumerOptions("creatorstream-owners"),
            Enumerable.Range(0, 2 * partitions).Select(task => (topics.Progress, task)),
            logger
        );
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    public IReadOnlyCollection<TaskRecord> Records => [.. records.Values];

    public TaskRecord? Find(string task) => records.GetValueOrDefault(task);

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        while (!stop.IsCancellationRequested)
        {
            int count = consumer.Read(1_000, ReadWait);
            for (int i = 0; i < count; i++)
            {
                if (TaskRecord.Read(consumer[i].Value) is { } record)
                {
                    records[record.Task] = record;
                }
            }
            consumer.Release();
        }
    }
}
