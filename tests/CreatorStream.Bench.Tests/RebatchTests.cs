using System.Globalization;
using System.Text;
using CreatorStream.Bench.Kafka;
using CreatorStream.Events;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Bench.Tests;

/// <summary>The same events as JSON and as columns, on a real broker.</summary>
public sealed class RebatchTests(KafkaBrokers kafka) : IClassFixture<KafkaBrokers>
{
    private const int Partitions = 2;
    private readonly TopicSpecs json = KafkaBrokers.OwnTopics();
    private readonly TopicSpecs arrow = KafkaBrokers.OwnTopics();

    [SkippableFact]
    public async Task Columns_come_to_the_same_figures_and_a_second_run_begins_anew()
    {
        long events = await Fill();
        for (int run = 0; run < 2; run++)
        {
            RebatchResult result = await Rebatch();
            Assert.Equal(events, result.Events);
            Assert.InRange(result.Messages, events / 100, events / 10);
            Assert.True(result.BytesAfter < result.BytesBefore, "columns are smaller");
        }
        KafkaBenchResult ofJson = await Run(KpiWorker.Job(EventFormat.Json), json);
        KafkaBenchResult ofArrow = await Run(KpiWorker.Job(EventFormat.Arrow), arrow);
        Assert.Equal(ofJson.Figures, ofArrow.Figures);
        Assert.Equal((events, events), (ofJson.Events, ofArrow.Events));
        Assert.Equal(events - events / 10, ofArrow.Figures.Distinct);
        Assert.Equal(events / 10, ofArrow.Figures.Duplicates);
        Assert.True(ofArrow.Figures.ValueMicros > 0, "conversions have values");

        Assert.Equal(events, (await Run(ConsumeWorker.Job(EventFormat.Arrow), arrow)).Events);
        KafkaBenchResult full = await Run(FullWorker.Job(TimeProvider.System), arrow);
        Assert.Equal(events, full.Events);
        Assert.Equal(
            (ofJson.Figures.Distinct, ofJson.Figures.ValueMicros),
            (full.Figures.Distinct, full.Figures.ValueMicros)
        );
    }

    [SkippableFact]
    public async Task Topics_of_a_service_are_not_deleted()
    {
        using TopicAdmin admin = kafka.Admin(arrow);
        await admin.CreateAsync(Partitions, replication: 1);
        await Fill();
        KafkaFailedException refused = await Assert.ThrowsAsync<KafkaFailedException>(Rebatch);
        Assert.Contains("a service keeps its events", refused.Message);
    }

    [SkippableFact]
    public async Task What_is_not_there_can_not_be_rebatched()
    {
        KafkaFailedException refused = await Assert.ThrowsAsync<KafkaFailedException>(Rebatch);
        Assert.Contains($"there is no topic {json.Impressions}", refused.Message);
    }

    private Task<RebatchResult> Rebatch() =>
        new Rebatch(kafka.Connection, json, arrow, eventsPerMessage: 64, threads: 2, TimeProvider.System).Run(
            TextWriter.Null,
            CancellationToken.None
        );

    private Task<KafkaBenchResult> Run(BenchJob job, TopicSpecs topics) =>
        new KafkaBench(kafka.Connection, topics, threads: 2, TimeProvider.System).Run(
            job,
            TimeSpan.Zero,
            CancellationToken.None
        );

    /// <returns>Events written, of which each tenth is the one before once more.</returns>
    private async Task<long> Fill()
    {
        using TopicAdmin admin = kafka.Admin(json);
        await admin.CreateAsync(Partitions, replication: 1);
        string[] types = ["impression", "click", "visit", "like", "purchase", "signup"];
        var random = new Random(7);
        var parser = new EventParser();
        var batch = new EventBatch();
        var messages = new List<FactMessage>();
        for (int i = 0; i < 2_000; i++)
        {
            if (i % 10 == 9)
            {
                messages.Add(messages[^1]);
                continue;
            }
            string visitor = $"v{random.Next(500)}";
            string type = types[random.Next(types.Length)];
            DateTimeOffset time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(
                random.Next(120_000)
            );
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"e{{i}}","type":"{{type}}","time":"{{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","visitor":"{{visitor}}","campaign":"c","content":"post-{{random.Next(20)}}","country":"DE"{{(type == "purchase" ? $",\"order\":\"o{i}\",\"value\":{i}.25,\"currency\":\"EUR\"" : "")}}{{(type == "visit" ? ",\"action\":\"scroll\",\"seconds\":1.5" : "")}}}"""
            );
            batch.Clear();
            Assert.True(
                parser.TryParse(Encoding.UTF8.GetBytes(text), long.MaxValue / 2, batch, out Rejection fault),
                fault.Reason
            );
            messages.Add(
                new FactMessage(
                    json.Of(batch.Types[0]),
                    Partitioner.PartitionOf(Encoding.UTF8.GetBytes(visitor), Partitions),
                    Encoding.UTF8.GetBytes(visitor),
                    Encoding.UTF8.GetBytes(text)
                )
            );
        }
        var options = new FactProducerOptions("test", Eventually.Limit);
        using var producer = new FactProducer(kafka.Connection, options, NullLogger.Instance);
        await producer.ProduceAsync(messages);
        return messages.Count;
    }
}
