namespace CreatorStream.Kafka;

/// <summary>The program as built can't talk to Kafka, or not in the way that is asked for.</summary>
public sealed class KafkaUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An input can't be read on, and waiting won't mend it: no such topic, no right to read it, damaged data.</summary>
public sealed class KafkaInputException(string topic, int partition, string reason)
    : Exception($"{topic}/{partition} can't be read: {reason}")
{
    public string Topic { get; } = topic;
    public int Partition { get; } = partition;
}

/// <summary>The log no longer has the offset that was to be read: records were deleted, or the topic is another one.
/// Nothing is skipped silently; who goes on from elsewhere says that there is a gap.</summary>
public sealed class OffsetGoneException(string topic, int partition, long offset, string reason)
    : Exception($"{topic}/{partition} no longer has offset {offset}: {reason}")
{
    public string Topic { get; } = topic;
    public int Partition { get; } = partition;
    public long Offset { get; } = offset;
}

/// <summary>A client has failed for good and has to be made anew.</summary>
public sealed class KafkaFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Somebody else owns the task now: what this owner had not committed is void, and it must stop.</summary>
public sealed class TaskFencedException(string task, Exception? inner = null)
    : Exception($"task {task} has a new owner", inner);

/// <summary>The transaction can't be committed: abort it, and do its work again.</summary>
/// <param name="mayGoOn">There was no answer in time: the same call may be made again, and no other.</param>
public sealed class TransactionFailedException(string message, Exception? inner = null, bool mayGoOn = false)
    : Exception(message, inner)
{
    public bool MayGoOn => mayGoOn;
}
