using System.Buffers;
using CreatorStream.Arrow;
using CreatorStream.Events;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// Messages that hold many events as columns. Their good rows become events of the chunk; a row that is no event, or
/// of another partition, leaves by itself, as JSON.
/// </summary>
internal sealed class ArrowMessageDecoder(IReadOnlyList<string> topics, int partition, int partitions)
{
    private const int MostBytes = TopicSpecs.MostMessageBytes;
    internal const int MostEvents = 16_384;
    private const int MostRowBytes = 64 * 1024;

    /// <summary>Of JSON that one message becomes: by its dictionaries it can be much longer than the message.</summary>
    private const int MostJsonBytes = 2 * MostBytes;

    /// <summary>All fields, for rows of other partitions are written there whole.</summary>
    private readonly ArrowEventCodec codec = new(EventColumns.All.WithUnshared(EventField.Id, EventField.Visitor));
    private readonly List<Rejection> rejections = [];
    private readonly RejectedRows rejected = new(MostRowBytes, MostJsonBytes);
    private readonly List<Misplaced> misplaced = [];
    private readonly ArrayBufferWriter<byte> json = new(4096);

    public void Take(in ConsumedMessage message, long nowMicros, EventChunk into)
    {
        int first = into.Events.Count;
        if (Decode(message, nowMicros, into.Events, first) is { } fault)
        {
            into.Events.Cut(first);
            SetAside(message, into, "", fault);
            return;
        }
        into.NoteAppended(first, message.TimestampMs * 1000);
        foreach (Misplaced row in misplaced)
        {
            into.Move(row);
        }
        SetRejectedAside(message, into);
    }

    /// <summary>Appends the message's own events to the batch, and notes the other rows.</summary>
    /// <returns>Why nothing of it can be used, or null.</returns>
    private string? Decode(in ConsumedMessage message, long nowMicros, EventBatch events, int first)
    {
        rejections.Clear();
        if (message.Value.Length > MostBytes)
        {
            return $"is larger than {MostBytes} bytes";
        }
        try
        {
            if (codec.Decode(message.Value, events, MostEvents, nowMicros, rejections, rejected) > MostEvents)
            {
                return $"has more than {MostEvents} events";
            }
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
        return MoveOut(topics[message.Input], message.Offset, events, first)
            ? null
            : $"has rows of other partitions, {MostJsonBytes} bytes of JSON and more: write them there";
    }

    /// <summary>Takes the rows of other partitions out of the batch.</summary>
    /// <returns>false where they are too long.</returns>
    private bool MoveOut(string topic, long offset, EventBatch events, int first)
    {
        misplaced.Clear();
        int bytes = 0;
        int kept = first;
        for (int row = first; row < events.Count; row++)
        {
            int home = Partitioner.HomeOf(events, row, partitions);
            if (home == partition)
            {
                if (kept != row)
                {
                    events.Move(row, kept);
                }
                kept++;
                continue;
            }
            json.ResetWrittenCount();
            EventBatchJson.Write(events, row, json);
            bytes += json.WrittenCount;
            if (bytes > MostJsonBytes)
            {
                return false;
            }
            byte[] visitor = events.Bytes(EventField.Visitor, row).ToArray();
            misplaced.Add(new Misplaced(topic, home, visitor, json.WrittenSpan.ToArray(), null, offset));
        }
        if (kept < events.Count)
        {
            events.Cut(kept);
        }
        return true;
    }

    private void SetRejectedAside(in ConsumedMessage message, EventChunk into)
    {
        Rejection? unwritten = null;
        int others = 0;
        for (int i = 0; i < rejections.Count; i++)
        {
            Rejection rejection = rejections[i];
            if (rejected.Rows[i] is { } row)
            {
                into.SetEventAside(
                    topics[message.Input],
                    message,
                    rejection.Field,
                    $"row {rejection.Index}: {rejection.Reason}",
                    row
                );
            }
            else
            {
                others += unwritten == null ? 0 : 1;
                unwritten ??= rejection;
            }
        }
        if (unwritten is { } at)
        {
            string more = others == 0 ? "" : $"; and {others} rows more that JSON can't hold";
            SetAside(message, into, at.Field, $"row {at.Index}: {at.Reason}{more}");
        }
    }

    private void SetAside(in ConsumedMessage message, EventChunk into, string field, string reason) =>
        into.SetAside(topics[message.Input], message, field, reason, ArrowEventCodec.MediaType);
}
