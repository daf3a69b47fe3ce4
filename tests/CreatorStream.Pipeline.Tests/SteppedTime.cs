namespace CreatorStream.Pipeline.Tests;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far it goes on each time that somebody looks at it.</summary>
    public TimeSpan AdvancesWhenRead { get; set; }

    public void Advance(TimeSpan by) => now += by.Ticks;

    public override long GetTimestamp() => now += AdvancesWhenRead.Ticks;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
}
