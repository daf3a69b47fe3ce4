using System.Diagnostics;

namespace CreatorStream.Redis.Tests;

/// <summary>For what becomes true soon, by another task or process: looks until it is.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task Holds(string what, Func<bool> look)
    {
        long start = Stopwatch.GetTimestamp();
        while (!look())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, $"{what}: not within {Deadline.TotalSeconds} s.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Ends a test that would hang.</summary>
    public static Task InTime(Task task) => task.WaitAsync(Deadline);
}
