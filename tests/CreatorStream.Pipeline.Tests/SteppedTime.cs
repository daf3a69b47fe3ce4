namespace CreatorStream.Pipeline.Tests;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => now += by.Ticks;

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
}
