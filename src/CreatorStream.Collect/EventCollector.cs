using System.Collections.Concurrent;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>What became of a body.</summary>
public readonly record struct CollectResult(int Accepted, IReadOnlyList<Rejection> Rejections);

/// <summary>Takes bodies of events: parses, appends, and answers once they are durable.</summary>
/// <param name="memory">Of the tasks in this process, which the events come to.</param>
/// <param name="erased">Persons of whom the log is told no more.</param>
/// <param name="takenIn">
/// The offset up to which a partition's events are in the figures, so that past ones wait for live ones; null: tasks are
/// elsewhere, and none waits.
/// </param>
public sealed class EventCollector(
    IFactLog log,
    ErasedVisitors erased,
    StateMemory memory,
    CollectMetrics metrics,
    TimeProvider time,
    Func<int, long>? takenIn = null
) : IDisposable
{
    /// <summary>
    /// Bodies parsed at once, each in an intake of its own, and large ones until they are durable; more wait, and
    /// <see cref="RequestBody"/> bounds what they hold.
    /// </summary>
    private const int MostAtOnce = 32;

    /// <summary>A small body gathers with others, so that they share records.</summary>
    private const int SmallBytes = 8 * 1024;

    /// <summary>Small bodies that gather or are being appended; more wait.</summary>
    private const int MostGathered = 2_048;

    /// <summary>
    /// Events that wait to gather; more are refused. A browser doesn't wait for its answer, so while the disk hangs nothing
    /// else would bound them.
    /// </summary>
    private const int MostWaiting = 8_192;

    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly SemaphoreSlim room = new(MostGathered);
    private readonly ConcurrentBag<EventIntake> idle = [];
    private readonly EventGathering gathering = new(log, erased);
    private readonly PastEvents? past = takenIn == null ? null : new PastEvents(log, erased, takenIn, time);
    private int waiting;

    /// <exception cref="RefusedException">Too many events, a workspace that the sender may not reach, or state has no room.</exception>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    public Task<CollectResult> CollectAsync(
        Principal sender,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        body.Length <= SmallBytes
            ? GatherAsync(intake => intake.Read(sender, body, isLines, Now), cancel)
            : AppendAsync(sender, body, isLines, cancel);

    /// <summary>Takes one event of which there is no body.</summary>
    /// <param name="fill">Gives the form what the event says.</param>
    /// <inheritdoc cref="CollectAsync(Principal, ReadOnlyMemory{byte}, bool, CancellationToken)"/>
    public Task<CollectResult> CollectAsync<TState>(
        Principal sender,
        TState state,
        Action<EventForm, TState> fill,
        CancellationToken cancel
    ) => GatherAsync(intake => intake.Read(sender, state, fill, Now), cancel);

    /// <summary>Completes when no body is under way any more that was parsed before this call.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        int taken = 0;
        try
        {
            for (; taken < MostAtOnce; taken++)
            {
                await places.WaitAsync(cancel);
            }
            await gathering.SettleAsync();
            await (past?.SettleAsync(cancel) ?? Task.CompletedTask);
        }
        finally
        {
            if (taken > 0)
            {
                places.Release(taken);
            }
        }
    }

    public void Dispose()
    {
        past?.Dispose();
        places.Dispose();
        room.Dispose();
    }

    private long Now => Rfc3339.ToMicros(time.GetUtcNow());

    private async Task<CollectResult> GatherAsync(Action<EventIntake> read, CancellationToken cancel)
    {
        RefusedException.ThrowIfShort(memory);
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new RefusedException(503, "Too many events wait for the disk; nothing was taken. Send it again.");
        }
        try
        {
            await room.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        try
        {
            await places.WaitAsync(cancel);
            EventIntake intake = Take();
            CollectResult result;
            Task durable;
            try
            {
                read(intake);
                NoteLive(intake);
                result = intake.Result;
                durable = intake.Accepted > 0 ? gathering.AppendAsync(intake.Events) : Task.CompletedTask;
            }
            finally
            {
                Give(intake);
            }
            await durable;
            Count(result);
            return result;
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<CollectResult> AppendAsync(
        Principal sender,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    )
    {
        RefusedException.ThrowIfShort(memory);
        await places.WaitAsync(cancel);
        EventIntake intake = Take();
        bool hasPlace = true;
        try
        {
            intake.Read(sender, body, isLines, Now);
            NoteLive(intake);
            if (intake.IsPast && past != null)
            {
                // It may wait for long: its place is for those that don't.
                hasPlace = false;
                places.Release();
                await past.AppendAsync(intake.Events, intake.Accepted, cancel);
            }
            else if (intake.Accepted > 0)
            {
                await intake.Events.AppendToAsync(log, 1, cancel);
            }
            Count(intake.Result);
            return intake.Result;
        }
        finally
        {
            idle.Add(intake);
            if (hasPlace)
            {
                places.Release();
            }
        }
    }

    private void NoteLive(EventIntake intake)
    {
        if (intake.Accepted > 0 && !intake.IsPast)
        {
            past?.NoteLive();
        }
    }

    private EventIntake Take() => idle.TryTake(out EventIntake? used) ? used : new EventIntake(log.Partitions, erased);

    private void Give(EventIntake intake)
    {
        idle.Add(intake);
        places.Release();
    }

    private void Count(CollectResult result)
    {
        metrics.CountAccepted(result.Accepted);
        foreach (Rejection rejection in result.Rejections)
        {
            metrics.CountRejected(rejection.Field);
        }
    }
}
