namespace CreatorStream.Bench.Kafka;

/// <summary>What is allocated once half of all messages has been read: by then buffers have grown to their size.</summary>
/// <param name="messages">All there are.</param>
internal sealed class SteadyState(long messages)
{
    private long readMessages;
    private long events;
    private long eventsBefore = -1;
    private long allocatedBefore;

    /// <summary>Events in all messages noted so far.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>Some messages have been read and taken. Any thread.</summary>
    public void Note(int read, long eventsInThem)
    {
        long met = Interlocked.Add(ref events, eventsInThem);
        long now = Interlocked.Add(ref readMessages, read);
        if (now < messages / 2 || now - read >= messages / 2)
        {
            return;
        }

        eventsBefore = met;
        allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
    }

    /// <summary>Managed bytes an event since then; 0 where hardly any were left.</summary>
    public double AllocatedBytesPerEvent() =>
        eventsBefore >= 0 && eventsBefore < events
            ? (double)(GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / (events - eventsBefore)
            : 0;
}
