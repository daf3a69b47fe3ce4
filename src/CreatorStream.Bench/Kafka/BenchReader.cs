using CreatorStream.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Kafka;

/// <summary>A thread's share of the partitions, with a consumer of its own, read once from their beginning to their end.</summary>
internal sealed class BenchReader : IDisposable
{
    private const int MostMessages = 4_096;
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BatchConsumer consumer;
    private readonly List<KafkaInput> inputs = [];
    private readonly List<long> ends = [];
    private readonly IBenchWorker worker;

    /// <param name="partitions">Of each topic, those that the thread reads.</param>
    /// <param name="of">Partitions that a topic has.</param>
    public BenchReader(
        KafkaConnection connection,
        IReadOnlyList<string> topics,
        IEnumerable<int> partitions,
        int of,
        BenchJob job
    )
    {
        consumer = new BatchConsumer(
            connection,
            new BatchConsumerOptions("creatorstream-bench", Committed: false),
            NullLogger.Instance
        );
        foreach (int partition in partitions)
        {
            foreach (string topic in topics)
            {
                (long low, long end) = consumer.WatermarkOffsets(topic, partition, Patience);
                if (end == low)
                {
                    continue;
                }

                inputs.Add(new KafkaInput(topic, partition, low));
                ends.Add(end);
            }
        }

        worker = job.Open(inputs, of);
    }

    public IBenchWorker Worker => worker;

    /// <summary>Messages to read.</summary>
    public long Messages => inputs.Zip(ends, (input, end) => end - input.Offset).Sum();

    /// <summary>Reads all of it; the calling thread does the job too.</summary>
    public void Run(SteadyState steady, CancellationToken ct)
    {
        consumer.Assign(inputs);
        while (!IsDone())
        {
            ct.ThrowIfCancellationRequested();
            int count = consumer.Read(MostMessages, ReadWait);
            if (count == 0)
            {
                continue;
            }

            steady.Note(count, worker.Take(consumer));
        }
        consumer.Release();
        worker.Finish();
    }

    public void Dispose()
    {
        worker.Dispose();
        consumer.Dispose();
    }

    private bool IsDone()
    {
        for (int input = 0; input < ends.Count; input++)
        {
            if (consumer.Position(input) < ends[input])
            {
                return false;
            }
        }

        return true;
    }
}
