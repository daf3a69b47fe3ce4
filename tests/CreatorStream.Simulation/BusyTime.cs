namespace CreatorStream.Simulation;

/// <summary>The clock as a busy task sees it: now and then what it just did took longer than its share.</summary>
internal sealed class BusyTime(SimulatedTime time, Random random) : OwnersTime(time)
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(30);
    private TimeSpan spent;

    public override long GetTimestamp()
    {
        spent += random.Next(40) == 0 ? Long : TimeSpan.Zero;
        return base.GetTimestamp() + spent.Ticks;
    }
}
