using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Copies;

/// <summary>The topics that a log is copied from: what the facts are, not what was computed from them.</summary>
internal sealed class CopySource : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<KafkaInput> inputs = [];
    private readonly List<CopyTopic> topics = [];
    private readonly long[] ends;
    private readonly IReadOnlyDictionary<string, long> former;

    /// <param name="former">By «topic/partition», where an earlier run came to.</param>
    /// <param name="isLate">The copy was handed over before: of the topics where the last word counts nothing more is
    /// copied, since the copy may have newer words.</param>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public CopySource(
        KafkaConnection connection,
        IReadOnlyList<CopyTopic> topics,
        int partitions,
        IReadOnlyDictionary<string, long> former,
        bool isLate,
        ILogger logger
    )
    {
        this.former = former;
        Consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-copy"), logger);
        var found = new List<long>();
        foreach (CopyTopic topic in topics)
        {
            for (int partition = 0; partition < (topic.IsOfVisitors ? partitions : 1); partition++)
            {
                (long low, long end) = Consumer.WatermarkOffsets(topic.From, partition, Patience);
                // Not the lowest that there is: what was deleted meanwhile is a gap to be told.
                long start = former.TryGetValue(Name(topic.From, partition), out long reached) ? reached : low;
                if (isLate && topic.LastWordCounts)
                {
                    LateEntries += end - start;
                    continue;
                }
                inputs.Add(new KafkaInput(topic.From, partition, start));
                this.topics.Add(topic);
                found.Add(end);
            }
        }
        ends = [.. found];
        Consumer.Assign(inputs);
    }

    public BatchConsumer Consumer { get; }

    /// <summary>Messages that are not copied since they came after the copy was handed over.</summary>
    public long LateEntries { get; }

    /// <summary>All that was there when each partition was last fetched has been read.</summary>
    public bool AtEnd => Enumerable.Range(0, inputs.Count).All(Consumer.AtEnd);

    public CopyTopic TopicOf(int input) => topics[input];

    /// <summary>The next offset of each input.</summary>
    public long[] Positions() => [.. inputs.Select((_, input) => Consumer.Position(input))];

    /// <summary>Positions by «topic/partition».</summary>
    public IReadOnlyDictionary<string, long> Name(long[] positions)
    {
        var named = new Dictionary<string, long>(former);
        for (int input = 0; input < inputs.Count; input++)
        {
            named[Name(inputs[input].Topic, inputs[input].Partition)] = positions[input];
        }
        return named;
    }

    /// <summary>Messages behind these positions, of those that were there when it was last asked.</summary>
    public long Left(long[] positions) => ends.Select((end, input) => Math.Max(0, end - positions[input])).Sum();

    /// <summary>Asks the brokers what is there now.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public void AskEnds()
    {
        for (int input = 0; input < inputs.Count; input++)
        {
            ends[input] = Consumer.WatermarkOffsets(inputs[input].Topic, inputs[input].Partition, Patience).End;
        }
    }

    public void Dispose() => Consumer.Dispose();

    private static string Name(string topic, int partition) => $"{topic}/{partition}";
}
