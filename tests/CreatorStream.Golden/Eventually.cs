using System.Diagnostics;

namespace CreatorStream.Golden;

/// <summary>Waiting for what another process does: looks again and again, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="look">Null when it is so, otherwise what is there instead.</param>
    public static async Task Holds(string about, Func<Task<string?>> look)
    {
        var clock = Stopwatch.StartNew();
        while (await look() is { } instead)
        {
            Assert.True(clock.Elapsed < Deadline, $"{about}: not within {Deadline.TotalSeconds} s.\n{instead}");
            await Task.Delay(Pause);
        }
    }
}
