using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Kafka.Facts;

/// <summary>Messages of the visitor topics as events of a chunk; what can't be used is set aside with its reason.</summary>
public sealed class EventDecoder(IReadOnlyList<string> topics, int partition, int partitions)
{
    /// <summary>An event has at most some 12 kB in all its fields.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Whether an event is ahead of its time is the deduplicator's to say: it knows when the log took it.</summary>
    private const long NoClock = long.MaxValue / 2;

    private readonly EventParser parser = new(VisitorColumns.Read);

    public void Take(in ConsumedMessage message, EventChunk into)
    {
        if (message.IsTombstone)
        {
            SetAside(message, into, "", "has no value: an event is a JSON object");
            return;
        }
        if (message.Value.Length > MostBytes)
        {
            SetAside(message, into, "", $"is larger than {MostBytes} bytes");
            return;
        }
        if (!parser.TryParse(message.Value, NoClock, into.Events, out Rejection rejection))
        {
            SetAside(message, into, rejection.Field, rejection.Reason);
            return;
        }
        int row = into.Events.Count - 1;
        int home = Partitioner.PartitionOf(into.Events.Bytes(EventField.Visitor, row), partitions);
        if (home != partition)
        {
            into.Misplaced.Add(
                new Misplaced(
                    topics[message.Input],
                    home,
                    into.Events.Bytes(EventField.Visitor, row).ToArray(),
                    message.Value.ToArray(),
                    null
                )
            );
            into.Events.RemoveLast();
            return;
        }
        into.NoteAppended(message.TimestampMs * 1000);
    }

    private void SetAside(in ConsumedMessage message, EventChunk into, string field, string reason) =>
        into.DeadLetters.Add(
            new DeadLetter(
                topics[message.Input],
                message.Partition,
                message.Offset,
                message.TimestampMs,
                field,
                reason,
                message.Key.ToArray(),
                message.Value.ToArray()
            )
        );
}
