using CreatorStream.Events;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Kafka.Copies;

/// <summary>Says to which partition of a copy a message of a visitor topic belongs.</summary>
internal sealed class CopyPlacement(int partitions)
{
    private readonly EventParser parser = new();
    private readonly EventBatch parsed = new();

    /// <summary>Messages that are no events: each new log sets them aside again.</summary>
    public long Unusable { get; private set; }

    public int PartitionOf(in ConsumedMessage message)
    {
        parsed.Clear();
        // The visitor counts, not the key: producers that set none, or another, are put right here.
        if (parser.TryParse(message.Value, EventDecoder.NoClock, parsed, out _))
        {
            return Partitioner.PartitionOf(parsed.Bytes(EventField.Visitor, 0), partitions);
        }
        Unusable++;
        return message.HasKey ? Partitioner.PartitionOf(message.Key, partitions) : message.Partition % partitions;
    }
}
