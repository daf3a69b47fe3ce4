using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>Whether Kafka takes what comes, as its log knows it from what came.</summary>
public sealed class FactLogTests : IDisposable
{
    private readonly MockKafka kafka = new();
    private readonly TopicSpecs topics = new($"{Guid.NewGuid():N}.");
    private readonly SetTime time = new();
    private readonly FactProducer producer;
    private readonly EntryLog entries;
    private readonly KafkaFactLog log;

    public FactLogTests()
    {
        foreach (string topic in (string[])[topics.Metrics, topics.Catalog, topics.Decisions])
        {
            kafka.CreateTopic(1, topic);
        }
        producer = kafka.Connection.Facts(TimeSpan.FromSeconds(1));
        entries = new EntryLog(kafka.Connection, topics, withCounters: false, NullLogger.Instance);
        log = new KafkaFactLog(new LogIdentity(7, 1), topics, producer, entries, EventFormat.Json, time);
    }

    public void Dispose()
    {
        entries.Dispose();
        producer.Dispose();
        kafka.Dispose();
    }

    [Fact]
    public async Task Failures_are_told_until_something_was_taken_or_they_are_old()
    {
        await TakenAsync();
        Assert.Null(log.Refusal);
        kafka.StopBroker(1);
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync());
        // One may fail by itself.
        Assert.Null(log.Refusal);
        time.Now = TimeSpan.FromSeconds(5);
        Assert.Null(log.Refusal);
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync());
        Assert.StartsWith("Kafka did not take it", log.Refusal, StringComparison.Ordinal);
        // Nobody may send anything meanwhile, since it is said to take nothing.
        time.Now = TimeSpan.FromSeconds(35);
        Assert.Null(log.Refusal);

        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync());
        Assert.NotNull(log.Refusal);
        kafka.StartBroker(1);
        await TakenAsync();
        Assert.Null(log.Refusal);
    }

    [Fact]
    public async Task It_is_told_of_what_nobody_waits_for_any_more()
    {
        kafka.StopBroker(1);
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync());
        time.Now = TimeSpan.FromSeconds(5);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        Task append = AppendAsync(gone.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        await Eventually.Holds("the failure is known", () => log.Refusal != null);
    }

    private Task TakenAsync() =>
        Eventually.Holds(
            "it is taken",
            async () =>
            {
                try
                {
                    await AppendAsync();
                    return null;
                }
                catch (LogUnavailableException refused)
                {
                    return refused.Message;
                }
            }
        );

    private Task AppendAsync(CancellationToken cancel = default) =>
        log.AppendAsync([new LogAppend(LogStream.Counters, 0, "{}\n"u8.ToArray(), 1)], cancel);

    private sealed class SetTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
