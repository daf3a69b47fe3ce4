namespace CreatorStream.Host.Bench.Kafka;

/// <summary>What is allocated once half of all events has been read: by then buffers have grown to their size.</summary>
internal sealed class SteadyState(long events)
{
    private long read;
    private long readBefore = long.MaxValue;
    private long allocatedBefore;

    /// <summary>Some events have been read and taken. Any thread.</summary>
    public void Note(int count)
    {
        var now = Interlocked.Add(ref read, count);
        if (now < events / 2 || now - count >= events / 2)
            return;
        readBefore = now;
        allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
    }

    /// <summary>Managed bytes an event since then; 0 where hardly any were left.</summary>
    public double AllocatedBytesPerEvent() =>
        readBefore < events
            ? (double)(GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / (events - readBefore)
            : 0;
}
