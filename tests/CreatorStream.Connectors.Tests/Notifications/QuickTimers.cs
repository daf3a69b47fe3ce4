namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>What is to come in a second comes in a millisecond. An attempt to send has all the time: a machine may be slow.</summary>
internal sealed class QuickTimers(TimeProvider clock) : TimeProvider
{
    /// <summary>That of a look after a fault; an attempt has more.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime <= LongestRest ? dueTime / 1_000 : Timeout.InfiniteTimeSpan, period);
}
