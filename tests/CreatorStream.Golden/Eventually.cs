using System.Diagnostics;

namespace CreatorStream.Golden;

/// <summary>Waiting for what another process does: looks again and again, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan UsualDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    // Who looks all the time takes the processors from those it waits for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <param name="look">Null when it is so, otherwise what is there instead.</param>
    /// <param name="atMost">30 s unless given.</param>
    public static async Task Holds(string about, Func<Task<string?>> look, TimeSpan? atMost = null)
    {
        var deadline = atMost ?? UsualDeadline;
        var clock = Stopwatch.StartNew();
        TimeSpan pause = FirstPause;
        while (await look() is { } instead)
        {
            Assert.True(clock.Elapsed < deadline, $"{about}: not within {deadline.TotalSeconds} s.\n{instead}");
            await Task.Delay(pause);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
        }
    }
}
