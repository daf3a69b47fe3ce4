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
public sealed class EventCollector(
    IFactLog log,
    ErasedVisitors erased,
    StateMemory memory,
    CollectMetrics metrics,
    TimeProvider time
) : IDisposable
{
    /// <summary>Bodies parsed at once, each in an intake of its own; more wait.</summary>
    private const int MostAtOnce = 32;

    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly ConcurrentBag<EventIntake> idle = [];

    /// <exception cref="RefusedException">Too many events, a workspace that the sender may not reach, or state has no room.</exception>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    public async Task<CollectResult> CollectAsync(
        Principal sender,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    )
    {
        RefusedException.ThrowIfShort(memory);
        await places.WaitAsync(cancel);
        EventIntake intake = idle.TryTake(out EventIntake? used) ? used : new EventIntake(log.Partitions, erased);
        try
        {
            intake.Read(sender, body, isLines, Rfc3339.ToMicros(time.GetUtcNow()));
            if (intake.Records.Count > 0)
            {
                await log.AppendAsync(intake.Records, cancel);
            }
            metrics.CountAccepted(intake.Accepted);
            foreach (Rejection rejection in intake.Rejections)
            {
                metrics.CountRejected(rejection.Field);
            }
            return new CollectResult(intake.Accepted, [.. intake.Rejections]);
        }
        finally
        {
            idle.Add(intake);
            places.Release();
        }
    }

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
        }
        finally
        {
            if (taken > 0)
            {
                places.Release(taken);
            }
        }
    }

    public void Dispose() => places.Dispose();
}
