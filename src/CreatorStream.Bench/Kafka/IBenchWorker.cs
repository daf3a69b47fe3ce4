using CreatorStream.Kafka;

namespace CreatorStream.Bench.Kafka;

/// <summary>What a thread of a bench does with the messages that it reads. One for each thread; nothing is shared.</summary>
internal interface IBenchWorker : IDisposable
{
    /// <summary>Takes the batch just read; its messages are void afterwards.</summary>
    /// <returns>Events in it.</returns>
    long Take(BatchConsumer batch);

    /// <summary>All has been read: does what is still to be done.</summary>
    void Finish();
}

/// <summary>What came out of a job, over all its threads.</summary>
/// <param name="Rows">Of the job's result.</param>
/// <param name="Counted">Events in them.</param>
/// <param name="ValueMicros">Of conversions, in millionths of their currency, of which the topics have one.</param>
/// <param name="Distinct">Events that were met for the first time.</param>
/// <param name="Duplicates">Events that were met again.</param>
internal readonly record struct BenchFigures(long Rows, long Counted, long ValueMicros, long Distinct, long Duplicates);

/// <summary>A job: how a thread does it, and what came out in the end.</summary>
/// <param name="Open">Makes the worker of a thread for the inputs that it reads, of topics with so many partitions.</param>
internal sealed record BenchJob(
    string Name,
    Func<IReadOnlyList<KafkaInput>, int, IBenchWorker> Open,
    Func<IReadOnlyList<IBenchWorker>, BenchFigures> Sum
);
