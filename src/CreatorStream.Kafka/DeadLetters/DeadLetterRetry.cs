using CreatorStream.Events;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Kafka.DeadLetters;

/// <summary>Makes of a dead letter the message to be sent again, or says why it could still not be used.</summary>
/// <param name="partitions">Of the visitor topics.</param>
/// <param name="changes">Fields of the event to write anew, by name; an empty value takes the field out.</param>
/// <param name="anyway">Also what could still not be used.</param>
public sealed class DeadLetterRetry(
    TopicSpecs topics,
    int partitions,
    IReadOnlyDictionary<string, string> changes,
    bool anyway
)
{
    private readonly EventParser parser = new();
    private readonly EventBatch parsed = new();

    /// <param name="nowMicros">Of the clock that the event may not be far ahead of: microseconds since 1970.</param>
    /// <returns>null where it can't be sent, with the reason.</returns>
    public FactMessage? Prepare(StoredDeadLetter letter, long nowMicros, out string reason)
    {
        reason = "";
        if (!topics.VisitorTopics.Contains(letter.Origin.Topic))
        {
            reason = $"came from {letter.Origin.Topic}, which is no topic of visitors' events of this log";
            return null;
        }
        byte[] value = letter.Value;
        if (changes.Count > 0)
        {
            if (JsonFields.Set(letter.Value, changes) is { } changed)
            {
                value = changed;
            }
            else if (!anyway)
            {
                reason = "is no JSON object whose fields could be set";
                return null;
            }
        }
        parsed.Clear();
        if (value.Length > EventDecoder.MostBytes)
        {
            reason = $"is larger than {EventDecoder.MostBytes} bytes";
        }
        else if (parser.TryParse(value, nowMicros, parsed, out Rejection rejection))
        {
            byte[] visitor = parsed.Bytes(EventField.Visitor, 0).ToArray();
            return new FactMessage(letter.Origin.Topic, Partitioner.PartitionOf(visitor, partitions), visitor, value);
        }
        else
        {
            reason = rejection.Field.Length == 0 ? rejection.Reason : $"{rejection.Field} {rejection.Reason}";
        }
        byte[]? key = letter.Origin.Key is { Length: > 0 } own ? own : null;
        return anyway
            ? new FactMessage(
                letter.Origin.Topic,
                key == null ? letter.Origin.Partition % partitions : Partitioner.PartitionOf(key, partitions),
                key,
                value
            )
            : null;
    }
}
