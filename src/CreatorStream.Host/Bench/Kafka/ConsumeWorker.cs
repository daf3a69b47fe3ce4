using CreatorStream.Kafka;

namespace CreatorStream.Host.Bench.Kafka;

/// <summary>Does nothing with what it reads: what reading itself costs.</summary>
internal sealed class ConsumeWorker : IBenchWorker
{
    public static BenchJob Job { get; } = new("consume", (_, _) => new ConsumeWorker(), _ => default);

    public void Take(BatchConsumer batch) { }

    public void Finish() { }

    public void Dispose() { }
}
