using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>Decodes streams into batches; see <see cref="ArrowEventCodec.Decode"/>. Reused; not thread-safe.</summary>
internal sealed class ArrowEventDecoder(EventColumns wanted)
{
    private readonly ArrowColumns columns = new();
    private readonly ArrowEventRows rows = new(wanted);

    public int Decode(
        ReadOnlySpan<byte> stream,
        EventBatch batch,
        int mostEvents,
        long nowMicros,
        List<Rejection> rejections,
        RejectedRows? rejected
    )
    {
        int events = batch.Count;
        int rejectedBefore = rejections.Count;
        rejected?.Clear();
        int met = 0;
        bool whole = false;
        try
        {
            var reader = new ArrowReader(stream, columns);
            while (reader.Next())
            {
                if (reader.Rows > mostEvents - met)
                {
                    return mostEvents + 1;
                }
                rows.Append(stream, columns, reader.Rows, met, batch, nowMicros, rejections, rejected);
                met += reader.Rows;
            }
            whole = true;
            return met;
        }
        finally
        {
            if (!whole)
            {
                // A stream that breaks off is none: the sender can send it again.
                batch.Cut(events);
                rejections.RemoveRange(rejectedBefore, rejections.Count - rejectedBefore);
                rejected?.Clear();
            }
        }
    }
}
