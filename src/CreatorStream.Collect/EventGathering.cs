using System.Runtime.ExceptionServices;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>
/// Puts the events of many small bodies into one record a partition. While one append is under way, whatever comes
/// gathers for the next: so the busier it is the more share a record, and no timer lets anybody wait. For any number of
/// threads.
/// </summary>
internal sealed class EventGathering(IFactLog log, ErasedVisitors erased)
{
    private readonly Lock gate = new();
    private Group gathering = new(log.Partitions, erased);
    private Group appending = new(log.Partitions, erased);
    private bool isAppending;

    /// <summary>Copies events. How many bodies may wait is for the caller to bound.</summary>
    /// <returns>Completes when they are durable, or fails as the log does. Who waits goes on at once, one after another: a
    /// queue for each of hundreds costs more than what is left to do for them, and a simulation stays in its thread.</returns>
    public Task AppendAsync(PartitionedEvents events)
    {
        Task durable;
        lock (gate)
        {
            gathering.Events.Append(events);
            durable = gathering.Join();
            if (isAppending)
            {
                return durable;
            }
            Turn();
        }
        BeginAppend();
        return durable;
    }

    /// <summary>Completes when everything is durable, or lost, that was gathered before this call.</summary>
    public async Task SettleAsync()
    {
        Task last;
        lock (gate)
        {
            last =
                gathering.Waiting > 0 ? gathering.Join()
                : isAppending ? appending.Join()
                : Task.CompletedTask;
        }
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What has gathered is to be appended; who comes next gathers anew.</summary>
    private void Turn()
    {
        (gathering, appending) = (appending, gathering);
        isAppending = appending.Waiting > 0;
    }

    /// <summary>Nobody waits for it: what is no failure of an append ends the process, and leaves nobody behind who waits.</summary>
    private void BeginAppend() =>
        _ = AppendAsync()
            .ContinueWith(
                failed => ThreadPool.QueueUserWorkItem(_ => ExceptionDispatchInfo.Throw(failed.Exception!)),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );

    private async Task AppendAsync()
    {
        Task append = appending.Events.AppendToAsync(log, appending.Waiting, CancellationToken.None);
        // A failure is for those who wait for their events; who comes next finds out anew.
        await append.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
        List<TaskCompletionSource> waiting;
        bool more;
        lock (gate)
        {
            waiting = appending.Leave();
            Turn();
            more = isAppending;
        }
        if (more)
        {
            // Before those who wait go on: the disk has something to do meanwhile. And by itself: who goes on here may be
            // long about it, and must not keep anybody from the log.
            BeginAppend();
        }
        foreach (TaskCompletionSource durable in waiting)
        {
            durable.SetFromTask(append);
        }
    }

    /// <summary>Events that go to the log together, and who waits for them.</summary>
    private sealed class Group(int partitions, ErasedVisitors erased)
    {
        private List<TaskCompletionSource> waiting = [];

        public PartitionedEvents Events { get; } = new(partitions, erased);

        public int Waiting => waiting.Count;

        public Task Join()
        {
            // One each: of many that wait for one task the runtime queues all but the first.
            var durable = new TaskCompletionSource();
            waiting.Add(durable);
            return durable.Task;
        }

        /// <returns>Who waited.</returns>
        public List<TaskCompletionSource> Leave()
        {
            List<TaskCompletionSource> waited = waiting;
            // Another one, for they may still be told when the next go.
            waiting = new List<TaskCompletionSource>(waited.Count);
            Events.Clear();
            return waited;
        }
    }
}
