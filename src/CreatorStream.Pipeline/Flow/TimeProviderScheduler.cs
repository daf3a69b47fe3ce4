using System.Reactive.Concurrency;

namespace CreatorStream.Pipeline.Flow;

/// <summary>
/// The scheduler of one loop: what is scheduled runs on the loop's thread when that calls <see cref="RunDue"/>, by the clock of
/// a <see cref="TimeProvider"/>. It has no timer and no thread, so whoever moves the clock and gives turns decides what happens.
/// </summary>
internal sealed class TimeProviderScheduler(TimeProvider time) : LocalScheduler
{
    private readonly SchedulerQueue<TimeSpan> waiting = new();
    private readonly List<ScheduledItem<TimeSpan>> due = [];
    private readonly long began = time.GetTimestamp();

    public override DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How long until something is due; zero: something is; null: nothing waits.</summary>
    public TimeSpan? Rest =>
        waiting.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, (waiting.Peek().DueTime - Elapsed).Ticks));

    private TimeSpan Elapsed => time.GetElapsedTime(began);

    public override IDisposable Schedule<TState>(
        TState state,
        TimeSpan dueTime,
        Func<IScheduler, TState, IDisposable> action
    )
    {
        var item = new ScheduledItem<TimeSpan, TState>(this, state, action, Elapsed + Scheduler.Normalize(dueTime));
        waiting.Enqueue(item);
        return new Scheduled(this, item);
    }

    /// <summary>
    /// Runs what is due. What is scheduled meanwhile has its turn the next time, be it due at once: so the loop takes in what
    /// came before work goes on.
    /// </summary>
    public void RunDue()
    {
        TimeSpan now = Elapsed;
        while (waiting.Count > 0 && waiting.Peek().DueTime <= now)
        {
            due.Add(waiting.Dequeue());
        }
        foreach (ScheduledItem<TimeSpan> item in due)
        {
            item.Invoke();
        }
        due.Clear();
    }

    /// <summary>Waits for a time that <see cref="Rest"/> said.</summary>
    // Whole milliseconds, as timers have them: less than one would be waited for by asking again and again.
    public Task WaitAsync(TimeSpan rest, CancellationToken cancel) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, cancel);

    public override IStopwatch StartStopwatch() => new Stopwatch(time);

    private sealed class Scheduled(TimeProviderScheduler scheduler, ScheduledItem<TimeSpan> item) : IDisposable
    {
        public void Dispose()
        {
            item.Cancel();
            scheduler.waiting.Remove(item);
        }
    }

    private sealed class Stopwatch(TimeProvider time) : IStopwatch
    {
        private readonly long began = time.GetTimestamp();

        public TimeSpan Elapsed => time.GetElapsedTime(began);
    }
}
