using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

public sealed class LogIdentitiesTests
{
    private const short ListOffsets = 2;

    /// <summary>Others may hear of it later than the one that made it.</summary>
    [Fact]
    public async Task A_broker_that_does_not_know_a_new_topic_yet_is_asked_again()
    {
        using var kafka = new MockKafka();
        var topics = new TopicSpecs("new.");
        kafka.CreateTopic(name: topics.Progress);
        var identities = new LogIdentities(kafka.Connection, topics, NullLogger.Instance);
        kafka.AnswerWith(ListOffsets, ErrorCode.UnknownTopicOrPart, ErrorCode.UnknownTopicOrPart);
        await identities.WriteIfMissingAsync(5);
        Assert.Equal(5, (await identities.ReadAsync())!.Partitions);
    }
}
