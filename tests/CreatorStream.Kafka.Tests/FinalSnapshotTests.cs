using System.Diagnostics;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>A task is taken away while its tick is being committed: its snapshot is saved all the same.</summary>
public sealed class FinalSnapshotTests : IDisposable
{
    private static readonly byte[] Segment = "what visitors did"u8.ToArray();

    private readonly VisitorLog log = new();
    private readonly TaskProducer producer;

    public FinalSnapshotTests()
    {
        producer = log.Connection.Task("visitors-0");
        producer.Init(Reading.Deadline);
    }

    public void Dispose()
    {
        producer.Dispose();
        log.Dispose();
    }

    [Fact]
    public void After_a_commit_that_was_not_answered()
    {
        producer.Begin();
        producer.Produce(log.Topics.Partials, 0, "k"u8, "tick"u8);
        log.StopBroker();
        TransactionFailedException failure = Assert.Throws<TransactionFailedException>(() =>
            producer.Commit(TimeSpan.FromMilliseconds(100))
        );
        Assert.True(failure.MayGoOn);
        Assert.Equal(TransactionState.Committing, producer.State);
        log.StartBroker();
        SaveOnceBrokersAnswer();
        Assert.Equal(Segment, Saved());
        // The tick was not lost by it.
        using BatchConsumer ticks = log.Connection.Consumer(new KafkaInput(log.Topics.Partials, 0, 0));
        Assert.Equal("tick", Assert.Single(ticks.ReadUntil(read => read.Count > 0)).Value);
    }

    [Fact]
    public void After_a_tick_that_was_not_yet_to_be_committed()
    {
        producer.Begin();
        producer.Produce(log.Topics.Partials, 0, "k"u8, "tick"u8);
        Save();
        Assert.Equal(Segment, Saved());
    }

    [Fact]
    public async Task What_was_set_aside_keeps_snapshots_from_reaching_behind_it_until_the_log_has_it()
    {
        await log.ProduceAsync(new FactMessage(log.Topics.Clicks, 0, null, "no event"u8.ToArray()));
        using KafkaEventReader reader = log.Open(0);
        Assert.False(reader.HasSetAside);
        ReadRows.From(reader, 1);
        Assert.True(reader.HasSetAside);
        var writer = new PartialsWriter(
            producer,
            log.Topics,
            0,
            VisitorLog.Partitions,
            null,
            "owner",
            reader,
            () => null,
            new PartialsOptions(),
            TimeProvider.System,
            NullLogger.Instance
        );
        await writer.WriteAsync(SetAsideTests.NoRows, CancellationToken.None);
        Assert.False(reader.HasSetAside);
    }

    /// <summary>On a busy machine a client may find back to its broker only after the store has given up.</summary>
    private void SaveOnceBrokersAnswer()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Save();
                return;
            }
            catch (LogUnavailableException) when (waited.Elapsed < Reading.Deadline)
            {
                // It is tried again.
            }
        }
    }

    private void Save()
    {
        using KafkaSnapshotStore store = Open(producer);
        string name = SegmentName.Of(Segment);
        _ = store.PutAsync("visitors-0", [new SnapshotSegment(name, Segment)]);
        _ = store.SaveAsync(
            "visitors-0",
            new SnapshotManifest(
                1,
                new Dictionary<string, long>(),
                new Dictionary<string, string> { ["part"] = name },
                0,
                Segment.Length
            )
        );
    }

    private byte[]? Saved()
    {
        using TaskProducer next = log.Connection.Task("visitors-0");
        next.Init(Reading.Deadline);
        using KafkaSnapshotStore store = Open(next);
        string name = Assert.Single(store.Manifests("visitors-0")).Segments["part"];
        return store.Segment("visitors-0", name);
    }

    private KafkaSnapshotStore Open(TaskProducer by) =>
        new(log.Connection, log.Topics, 0, by, Path.GetTempPath(), NullLogger.Instance);
}
