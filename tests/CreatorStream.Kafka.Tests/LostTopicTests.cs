using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;

namespace CreatorStream.Kafka.Tests;

public sealed class LostTopicTests : IDisposable
{
    private readonly VisitorLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_topic_that_ends_before_what_is_in_the_figures_is_named_instead_of_waited_for()
    {
        await log.ProduceAsync([
            new FactMessage(log.Topics.Clicks, 0, null, VisitorLog.Json("e", VisitorLog.VisitorOf(0)).Bytes()),
        ]);
        using (KafkaEventReader whole = Open(1))
        {
            Assert.True(whole.IsBehindFormerOwner);
        }
        OffsetGoneException gone = Assert.Throws<OffsetGoneException>(() => Open(2).Dispose());
        Assert.Equal((log.Topics.Clicks, 0, 2), (gone.Topic, gone.Partition, gone.Offset));
        Assert.Contains("topics create", gone.Message, StringComparison.Ordinal);
    }

    private KafkaEventReader Open(long clicks) =>
        log.Open(
            0,
            former: new TaskRecord(
                TaskNames.OfVisitors(0),
                Generation: 1,
                Owner: "",
                new Dictionary<string, long> { [log.Topics.Clicks] = clicks },
                TimeMs: 0,
                GreatestMs: 0,
                Counters: null
            )
        );
}
