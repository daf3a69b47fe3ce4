using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CreatorStream.Tests;

/// <summary>
/// Waiting for what another task or process does. How long that takes depends on the machine, so there is no limit that
/// one could meet; but who waits says so every minute, with what is there instead.
/// </summary>
internal static class Eventually
{
    /// <summary>So that a test of what never comes ends too, and says what it was.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    // Who asks another process all the time takes the processors from those it waits for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <param name="look">Null when it is so, otherwise what is there instead.</param>
    public static async Task Holds(string about, Func<Task<string?>> look)
    {
        var wait = new Wait(about);
        TimeSpan pause = FirstPause;
        while (await wait.For(look()) is { } instead)
        {
            wait.GoOn(instead);
            await Task.Delay(pause);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
        }
    }

    public static async Task Holds(string about, Func<bool> look)
    {
        var wait = new Wait(about);
        while (!look())
        {
            wait.GoOn("not yet");
            await Task.Delay(FirstPause);
        }
    }

    /// <summary>Looks until it is so, and returns what was seen.</summary>
    public static async Task<T> Get<T>(
        Func<Task<T>> look,
        Func<T, bool> isIt,
        [CallerArgumentExpression(nameof(isIt))] string about = ""
    )
    {
        T? seen = default;
        await Holds(about, async () => isIt(seen = await look()) ? null : $"{seen}");
        return seen!;
    }

    /// <summary>The task's result, once it has one.</summary>
    public static Task<T> Done<T>(Task<T> task, [CallerArgumentExpression(nameof(task))] string about = "") =>
        new Wait(about).For(task);

    /// <param name="instead">What is there meanwhile.</param>
    public static Task Done(
        Task task,
        [CallerArgumentExpression(nameof(task))] string about = "",
        Func<string>? instead = null
    ) => new Wait(about).For(Result(task), instead);

    private static async Task<bool> Result(Task task)
    {
        await task;
        return true;
    }

    /// <summary>One wait, for loops that look by themselves.</summary>
    public sealed class Wait(string about)
    {
        private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

        private readonly long started = Stopwatch.GetTimestamp();
        private TimeSpan saidAt;

        /// <summary>To be called after each look that didn't find it.</summary>
        public void GoOn(string instead)
        {
            TimeSpan waited = Stopwatch.GetElapsedTime(started);
            if (waited - saidAt < Pace)
            {
                return;
            }
            saidAt = waited;
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"waiting for {waited.TotalMinutes:0} min: {about}; instead: {Short(instead)}"
                )
            );
            Assert.True(waited < Limit, $"{about}: not within {Limit.TotalMinutes} min.\n{instead}");
        }

        /// <param name="instead">What is there meanwhile.</param>
        public async Task<T> For<T>(Task<T> task, Func<string>? instead = null)
        {
            while (!task.IsCompleted)
            {
                using var stop = new CancellationTokenSource();
                await Task.WhenAny(task, Task.Delay(Pace, stop.Token));
                await stop.CancelAsync();
                if (!task.IsCompleted)
                {
                    GoOn(instead?.Invoke() ?? "no answer");
                }
            }
            return await task;
        }

        private static string Short(string text)
        {
            string line = text.ReplaceLineEndings(" ");
            return line.Length > 300 ? line[..300] + " …" : line;
        }

        /// <summary>
        /// Into the log of this run, of which `./creatorstream test` shows such lines at once: the test host keeps to
        /// itself what tests print.
        /// </summary>
        private static void Say(string text)
        {
            if (Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_LOG") is { Length: > 0 } log)
            {
                File.AppendAllText(log, text + "\n");
            }
            else
            {
                Console.Error.WriteLine(text);
            }
        }
    }
}
