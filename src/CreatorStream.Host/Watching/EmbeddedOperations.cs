using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Host.Watching;

/// <summary>How the service in one process runs.</summary>
internal sealed class EmbeddedOperations(
    Engine engine,
    SqliteFactLog log,
    StateMemory memory,
    CollectMetrics collect,
    TimeProvider time,
    Notifier? notifier = null
) : IOperations
{
    private const string Owner = "this process";

    private readonly Dictionary<int, TaskHistory> histories = [];
    private readonly Since since = new();

    public Task<OperationsAnswer> LookAsync(CancellationToken cancel)
    {
        long nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyDictionary<int, TaskProgress> progress = engine.Progress;
        IReadOnlyDictionary<int, long> greatestMs = engine.GreatestMs;
        string state = engine.Ready.IsCompletedSuccessfully ? TaskStates.Live : TaskStates.TakingOver;
        long sinceMs = since.Note("", state, nowMs);
        var tasks = new List<TaskAnswer>();
        for (int partition = 0; partition < log.Partitions; partition++)
        {
            TaskProgress? at = progress.GetValueOrDefault(partition);
            if (!histories.TryGetValue(partition, out TaskHistory? history))
            {
                histories[partition] = history = new TaskHistory();
            }
            long left = log.RecordsAfter(LogStream.Events, partition, at?.EventsOffset ?? 0);
            history.NoteLag(
                nowMs,
                left == 0 ? 0 : log.EndOffset(LogStream.Events, partition),
                at?.EventsOffset ?? 0,
                null
            );
            if (at != null)
            {
                history.NoteAccepted(nowMs, at.Counters.Accepted);
            }
            tasks.Add(
                new TaskAnswer(
                    VisitorTask.NameOf(partition),
                    "visitors",
                    Owner,
                    state,
                    sinceMs,
                    Trouble: null,
                    Generation: null,
                    new LagAnswer(left, "records", history.LagSeconds(nowMs)),
                    greatestMs.TryGetValue(partition, out long watermark) ? watermark : null,
                    history.EventsPerSecond,
                    CommittedMs: null,
                    at?.Counters,
                    SnapshotAnswer.Of(engine.Snapshot(partition)),
                    state == TaskStates.Live ? null : new RebuildAnswer(left, null, null, null)
                )
            );
        }
        return Task.FromResult(
            new OperationsAnswer(
                nowMs,
                "embedded",
                tasks,
                [],
                DeadLetters: null,
                [
                    .. collect
                        .Rejected.OrderByDescending(of => of.Value)
                        .ThenBy(of => of.Key, StringComparer.Ordinal)
                        .Select(of => new RejectedAnswer(of.Key, of.Value)),
                ],
                PartAnswer.None,
                RedisAnswer.None,
                RefusalAnswer.Of(memory, log),
                ChannelAnswer.Of(notifier)
            )
        );
    }
}
