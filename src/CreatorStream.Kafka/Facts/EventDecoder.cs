using CreatorStream.Arrow;
using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Kafka.Facts;

/// <summary>Messages of the visitor topics as events of a chunk; what can't be used is set aside with its reason.</summary>
public sealed class EventDecoder(IReadOnlyList<string> topics, int partition, int partitions)
{
    /// <summary>Of an event as JSON: it has at most some 12 kB in all its fields.</summary>
    internal const int MostBytes = 64 * 1024;

    /// <summary>Whether an event is ahead of its time is said where it is accepted: there it is known when the log took it.</summary>
    internal const long NoClock = long.MaxValue / 2;

    private readonly EventParser parser = new(VisitorColumns.Read);
    private readonly ArrowMessageDecoder arrow = new(topics, partition, partitions);

    public void Take(in ConsumedMessage message, EventChunk into)
    {
        if (message.IsTombstone)
        {
            SetAside(message, into, "", "has no value: an event is a JSON object");
            return;
        }
        // Asked first, for looking for a header costs; no JSON begins so.
        if (ArrowEventCodec.MayBe(message.Value))
        {
            TakeArrow(message, into);
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
        int home = Partitioner.HomeOf(into.Events, row, partitions);
        if (home != partition)
        {
            into.Move(
                new Misplaced(
                    topics[message.Input],
                    home,
                    into.Events.Bytes(EventField.Visitor, row).ToArray(),
                    message.Value.ToArray(),
                    null,
                    message.Offset
                )
            );
            into.Events.RemoveLast();
            return;
        }
        into.NoteAppended(row, message.TimestampMs * 1000);
    }

    private void TakeArrow(in ConsumedMessage message, EventChunk into)
    {
        if (ArrowEventCodec.IsMediaType(message.ContentType))
        {
            arrow.Take(message, NoClock, into);
        }
        else
        {
            SetAside(
                message,
                into,
                "",
                $"begins as an Arrow stream does, but its header content-type is not {ArrowEventCodec.MediaType}"
            );
        }
    }

    private void SetAside(in ConsumedMessage message, EventChunk into, string field, string reason) =>
        into.SetAside(topics[message.Input], message, field, reason, null);
}
