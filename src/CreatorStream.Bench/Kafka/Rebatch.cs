using System.Globalization;
using System.Text.Json;
using CreatorStream.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Kafka;

/// <summary>Writes the events of visitor topics, one a message, as columns into visitor topics of another prefix.</summary>
/// <param name="eventsPerMessage">At most, up to <see cref="MostEvents"/>.</param>
internal sealed class Rebatch(
    KafkaConnection connection,
    TopicSpecs from,
    TopicSpecs to,
    int eventsPerMessage,
    int threads,
    TimeProvider time
)
{
    /// <summary>That readers take of one message.</summary>
    public const int MostEvents = 16_384;

    private const int MostWaitingKilobytes = 262_144;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(30);

    /// <param name="progress">Told every 2 s how many events have been read.</param>
    /// <exception cref="InvalidDataException">The topics are empty, or hold what is no event.</exception>
    /// <exception cref="KafkaFailedException">They are missing, or those to write to are a service's.</exception>
    /// <exception cref="Pipeline.Ports.LogUnavailableException">Brokers are away.</exception>
    public async Task<RebatchResult> Run(TextWriter progress, CancellationToken ct)
    {
        await new ScratchTopics(connection, NullLogger.Instance).ReplaceAsync(from, to, time, ct);
        using var producer = new FactProducer(
            connection,
            new FactProducerOptions("creatorstream-rebatch", DeliveryTimeout, MostWaitingKilobytes),
            NullLogger.Instance
        );
        var bench = new KafkaBench(connection, from, threads, time);
        long before = 0;
        long after = 0;
        BenchJob job = RebatchWorker.Job(
            producer,
            topic => to.VisitorTopics[from.VisitorTopics.ToList().IndexOf(topic)],
            eventsPerMessage
        );
        BenchJob counting = job with
        {
            Sum = workers =>
            {
                before = workers.Cast<RebatchWorker>().Sum(worker => worker.BytesRead);
                after = workers.Cast<RebatchWorker>().Sum(worker => worker.BytesWritten);
                return job.Sum(workers);
            },
        };
        using ITimer timer = time.CreateTimer(
            _ => progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bench.Events:N0} events read")),
            null,
            ProgressEvery,
            ProgressEvery
        );
        KafkaBenchResult result = await bench.Run(counting, TimeSpan.Zero, ct);
        return new(
            "rebatch",
            result.Events,
            result.Figures.Rows,
            before,
            after,
            Math.Round(result.Wall.TotalSeconds, 3)
        );
    }
}

/// <summary>What a rebatch wrote.</summary>
/// <param name="Messages">Written; each event was one before.</param>
/// <param name="BytesBefore">Of keys and values, uncompressed.</param>
/// <param name="BytesAfter">Of values, uncompressed.</param>
internal sealed record RebatchResult(
    string Job,
    long Events,
    long Messages,
    long BytesBefore,
    long BytesAfter,
    double WallS
)
{
    public string ToJson() => JsonSerializer.Serialize(this, BenchLine.Options);
}
