using System.Text;
using CreatorStream.Arrow;
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
    private readonly ArrowEventCodec codec = new();
    private readonly EventBatch parsed = new();
    private readonly List<Rejection> rejections = [];

    /// <param name="nowMicros">Of the clock that the event may not be far ahead of: microseconds since 1970.</param>
    /// <returns>null where it is not to be sent, with the reason.</returns>
    public FactMessage? Prepare(StoredDeadLetter letter, long nowMicros, out string reason)
    {
        if (!topics.VisitorTopics.Contains(letter.Origin.Topic))
        {
            reason = $"came from {letter.Origin.Topic}, which is no topic of visitors' events of this log";
            return null;
        }
        parsed.Clear();
        bool isArrow = ArrowEventCodec.IsMediaType(Encoding.UTF8.GetBytes(letter.ContentType));
        byte[] value = letter.Value;
        string? fault = Change(ref value) ?? (isArrow ? CheckArrow(value, nowMicros) : CheckJson(value, nowMicros));
        reason = fault ?? "";
        if (fault != null && !anyway)
        {
            return null;
        }
        byte[]? key = letter.Origin.Key is { Length: > 0 } own ? own : null;
        int partition = key == null ? letter.Origin.Partition % partitions : Partitioner.PartitionOf(key, partitions);
        if (!isArrow && fault == null)
        {
            key = parsed.Bytes(EventField.Visitor, 0).ToArray();
            partition = Partitioner.HomeOf(parsed, 0, partitions);
        }
        return new FactMessage(
            letter.Origin.Topic,
            partition,
            key,
            value,
            letter.ContentType.Length == 0 ? null : letter.ContentType
        );
    }

    private string? Change(ref byte[] value)
    {
        if (changes.Count == 0)
        {
            return null;
        }
        if (JsonFields.Set(value, changes) is not { } changed)
        {
            return "is no JSON object whose fields could be set";
        }
        value = changed;
        return null;
    }

    private string? CheckJson(byte[] value, long nowMicros)
    {
        if (value.Length > EventDecoder.MostBytes)
        {
            return $"is larger than {EventDecoder.MostBytes} bytes";
        }
        return parser.TryParse(value, nowMicros, parsed, out Rejection rejection) ? null : Text(rejection);
    }

    /// <summary>Its rows find their partitions by themselves.</summary>
    private string? CheckArrow(byte[] value, long nowMicros)
    {
        rejections.Clear();
        try
        {
            return codec.Decode(value, parsed, ArrowMessageDecoder.MostEvents, nowMicros, rejections)
                > ArrowMessageDecoder.MostEvents
                    ? $"has more than {ArrowMessageDecoder.MostEvents} events"
                : rejections.Count > 0 ? $"row {rejections[0].Index}: {Text(rejections[0])}"
                : null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private static string Text(Rejection rejection) =>
        rejection.Field.Length == 0 ? rejection.Reason : $"{rejection.Field} {rejection.Reason}";
}
