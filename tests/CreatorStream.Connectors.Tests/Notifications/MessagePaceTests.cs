using CreatorStream.Connectors.Notifications;

namespace CreatorStream.Connectors.Tests.Notifications;

public sealed class MessagePaceTests
{
    /// <summary>To wait for less than no time is an error, or for ever.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(70)]
    [InlineData(700)]
    public void However_long_it_takes_to_look_a_rest_is_never_less_than_nothing(int millisBetweenLooks)
    {
        var time = new PassingTime { BetweenLooks = TimeSpan.FromMilliseconds(millisBetweenLooks) };
        var pace = new MessagePace(time);
        int rests = 0;
        for (int look = 0; look < 20_000; look++)
        {
            if (pace.Rest() is { } rest)
            {
                Assert.InRange(rest, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
                rests++;
            }
            else
            {
                pace.Count();
            }
        }
        Assert.NotEqual(0, rests);
    }

    /// <summary>Goes on each time that somebody looks at it.</summary>
    private sealed class PassingTime : TimeProvider
    {
        private long now;

        public required TimeSpan BetweenLooks { get; init; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now += BetweenLooks.Ticks;
    }
}
