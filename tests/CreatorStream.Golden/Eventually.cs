using System.Diagnostics;

namespace CreatorStream.Golden;

/// <summary>Waiting for what another process does: looks again and again, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan UsualDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="look">Null when it is so, otherwise what is there instead.</param>
    /// <param name="atMost">30 s unless given.</param>
    public static async Task Holds(string about, Func<Task<string?>> look, TimeSpan? atMost = null)
    {
        var deadline = atMost ?? UsualDeadline;
        var clock = Stopwatch.StartNew();
        while (await look() is { } instead)
        {
            Assert.True(clock.Elapsed < deadline, $"{about}: not within {deadline.TotalSeconds} s.\n{instead}");
            await Task.Delay(Pause);
        }
    }
}
