namespace CreatorStream.Collect.Tests;

/// <summary>It is 2026-03-01T12:00:00Z, and stays so: nothing is late, however slow the machine.</summary>
internal sealed class FixedTime : TimeProvider
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
