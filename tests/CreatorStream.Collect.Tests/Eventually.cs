using System.Diagnostics;

namespace CreatorStream.Collect.Tests;

/// <summary>For what becomes true soon after an answer, by another task: looks until it is.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task<T> Get<T>(Func<Task<T>> look, Func<T, bool> isIt)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            T seen = await look();
            if (isIt(seen) || Stopwatch.GetElapsedTime(start) > Deadline)
            {
                return seen;
            }
            await Task.Delay(10);
        }
    }
}
