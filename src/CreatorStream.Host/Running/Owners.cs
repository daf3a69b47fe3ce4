using System.Collections.Concurrent;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Host.Running;

/// <summary>What every task committed last, kept up to date from the topic progress: who owns it, and how far it is.</summary>
public sealed class Owners : IDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LagEvery = TimeSpan.FromSeconds(5);

    private readonly BatchConsumer consumer;
    private readonly VisitorLag lag;
    private readonly TimeProvider time;
    private volatile IReadOnlyDictionary<int, long> lags = new Dictionary<int, long>();
    private readonly ConcurrentDictionary<string, TaskRecord> records = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;

    public Owners(KafkaConnection connection, TopicSpecs topics, int partitions, TimeProvider time, ILogger logger)
    {
        this.time = time;
        lag = new VisitorLag(connection, topics, partitions, logger);
        consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-owners"), logger);
        consumer.Assign([
            .. Enumerable
                .Range(0, 2 * partitions)
                .Select(task => new KafkaInput(
                    topics.Progress,
                    task,
                    consumer.WatermarkOffsets(topics.Progress, task, Patience).Low
                )),
        ]);
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    public IReadOnlyCollection<TaskRecord> Records => [.. records.Values];

    /// <summary>By partition, the messages of visitor topics that its task has not published yet; empty while brokers don't say.</summary>
    public IReadOnlyDictionary<int, long> Lag => lags;

    public TaskRecord? Find(string task) => records.GetValueOrDefault(task);

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        lag.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        long asked = 0;
        while (!stop.IsCancellationRequested)
        {
            if (asked == 0 || time.GetElapsedTime(asked) > LagEvery)
            {
                lags = lag.Ask(partition => Find(TaskNames.OfVisitors(partition))?.Vector);
                asked = time.GetTimestamp();
            }
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
