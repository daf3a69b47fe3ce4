namespace CreatorStream.Kafka;

/// <summary>A partition to read, and where to begin.</summary>
/// <param name="Offset">The first to read, or <see cref="Beginning"/> or <see cref="End"/>.</param>
public readonly record struct KafkaInput(string Topic, int Partition, long Offset)
{
    public const long Beginning = -2;
    public const long End = -1;
}

/// <summary>
/// Finds a message's input by the address of its topic and its partition, without making a string. librdkafka keeps one
/// object per topic while any of its partitions is assigned.
/// </summary>
internal sealed unsafe class InputTable
{
    private readonly IReadOnlyList<KafkaInput> inputs;
    private nint[] topics = [];
    private int[][] byPartition = [];
    private nint lastTopic;
    private int[] last = [];

    public InputTable(IReadOnlyList<KafkaInput> inputs)
    {
        this.inputs = inputs;
    }

    /// <returns>-1 for a partition that is not, or no longer, assigned.</returns>
    public int Find(nint topic, int partition)
    {
        if (topic != lastTopic)
        {
            last = Partitions(topic);
            lastTopic = topic;
        }
        return (uint)partition < (uint)last.Length ? last[partition] : -1;
    }

    private int[] Partitions(nint topic)
    {
        int found = Array.IndexOf(topics, topic);
        return found >= 0 ? byPartition[found] : Learn(topic);
    }

    private int[] Learn(nint topic)
    {
        string name = Native.Text(Native.TopicName(topic));
        var indexes = Enumerable.Range(0, inputs.Count).Where(i => inputs[i].Topic == name).ToList();
        int[] partitions = new int[indexes.Count == 0 ? 0 : indexes.Max(i => inputs[i].Partition) + 1];
        Array.Fill(partitions, -1);
        foreach (int i in indexes)
        {
            partitions[inputs[i].Partition] = i;
        }

        topics = [.. topics, topic];
        byPartition = [.. byPartition, partitions];
        return partitions;
    }
}
