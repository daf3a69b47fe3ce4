using CreatorStream.Connectors.Notifications;
using CreatorStream.Host.Running;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Watching;

/// <summary>
/// How a service at scale runs: who owns a task is the group's to say, what it committed last is in its record, what
/// there is to read Kafka tells, and how a task that is silent gets on its process.
/// </summary>
internal sealed class ScaledOperations(Roles roles, Workers workers, TimeProvider time, Notifier? notifier = null)
    : IOperations
{
    private readonly Dictionary<int, TaskHistory> histories = [];
    private readonly Since since = new();
    private IReadOnlyDictionary<int, string>? owners;
    private DateTimeOffset? kafkaAwaySince;

    public async Task<OperationsAnswer> LookAsync(CancellationToken cancel)
    {
        while (roles.TaskWatch == null || roles.Owners == null || roles.DeadLetters == null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }
        long[]? ends = await AskKafkaAsync(roles.TaskWatch);
        TaskRecord?[] records = [.. Enumerable.Range(0, 2 * roles.Partitions).Select(Record)];
        // Until the group is known, whoever committed last.
        string?[] ownerOf = [.. records.Select((record, task) => OwnerOf(task, record))];
        IReadOnlyDictionary<string, WorkerAnswer?> answers = await workers.AskAsync(
            ownerOf.Concat(owners?.Values ?? []).OfType<string>(),
            cancel
        );
        long nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<WatchedReason> deadLetters = roles.DeadLetters.Counts();
        return new OperationsAnswer(
            nowMs,
            "scaled",
            [
                .. records
                    .Select((record, task) => Describe(task, record, ownerOf[task], answers, ends?[task], nowMs))
                    .OrderBy(task => task.Stage, StringComparer.Ordinal),
            ],
            [
                .. answers
                    .OrderBy(of => of.Key, StringComparer.Ordinal)
                    .Select(of => new ProcessAnswer(
                        of.Key,
                        of.Value != null,
                        since.Note(of.Key, of.Value != null, nowMs),
                        of.Value?.Redis
                    )),
            ],
            new DeadLettersAnswer(
                deadLetters.Sum(of => of.Count),
                roles.DeadLetters.IsComplete,
                roles.DeadLetters.Trouble,
                deadLetters
            ),
            Rejected: null,
            PartAnswer.Of(kafkaAwaySince),
            Redis(answers),
            Refusal: null,
            ChannelAnswer.Of(notifier)
        );

        TaskRecord? Record(int task) => roles.Owners.Find(TaskNames.Of(task));
    }

    private string? OwnerOf(int task, TaskRecord? record) =>
        owners == null ? record?.Owner : owners.GetValueOrDefault(task);

    /// <returns>By task, how far there is something to read; null where Kafka does not say.</returns>
    private async Task<long[]?> AskKafkaAsync(TaskWatch watch)
    {
        Task<IReadOnlyDictionary<int, string>?> asked = watch.OwnersAsync();
        Task<long[]> ends = watch.EndsAsync();
        try
        {
            // While tasks are shared out anew, those who had them have most of them still.
            owners = await asked ?? owners;
            await ends;
            kafkaAwaySince = null;
            return ends.Result;
        }
        catch (LogUnavailableException)
        {
            kafkaAwaySince ??= time.GetUtcNow();
            // Its own error has been told by the first.
            await ends.ContinueWith(late => late.Exception, TaskScheduler.Default);
            return null;
        }
    }

    private TaskAnswer Describe(
        int task,
        TaskRecord? record,
        string? owner,
        IReadOnlyDictionary<string, WorkerAnswer?> answers,
        long? end,
        long nowMs
    )
    {
        string name = TaskNames.Of(task);
        bool isVisitors = TaskNames.IsOfVisitors(task);
        WorkerAnswer? process = owner == null ? null : answers.GetValueOrDefault(owner);
        WorkerTask? own = process?.Tasks.FirstOrDefault(of => of.Name == name);
        string state =
            owner == null ? TaskStates.Unowned
            : process == null ? TaskStates.Silent
            : own is { IsLive: true } ? TaskStates.Live
            : TaskStates.TakingOver;
        if (!histories.TryGetValue(task, out TaskHistory? history))
        {
            histories[task] = history = new TaskHistory();
        }
        // A workspace task commits only when a view changes: how far it has read its process knows.
        long? position = isVisitors ? record?.Vector.Values.Sum() ?? 0 : own?.Read;
        if (end is { } to && position is { } done)
        {
            history.NoteLag(nowMs, to, done, record?.TimeMs);
        }
        if (isVisitors && record?.Counters is { } counters)
        {
            history.NoteAccepted(nowMs, counters.Accepted);
        }
        return new TaskAnswer(
            name,
            isVisitors ? "visitors" : "workspaces",
            owner,
            state,
            since.Note(name, (state, owner), nowMs),
            own?.Trouble,
            record?.Generation,
            new LagAnswer(
                end - position is { } lag ? Math.Max(0, lag) : null,
                isVisitors ? "events" : "messages",
                end - position == null ? null : history.LagSeconds(nowMs)
            ),
            record is { GreatestMs: > 0 } ? record.GreatestMs : null,
            isVisitors ? history.EventsPerSecond : null,
            record?.TimeMs,
            record?.Counters,
            own?.Snapshot ?? SnapshotAnswer.Of(record?.SnapshotMs ?? 0, record?.SnapshotBytes ?? 0),
            state == TaskStates.TakingOver ? own?.Rebuild ?? new RebuildAnswer(null, null, null, null) : null
        );
    }

    private RedisAnswer Redis(IReadOnlyDictionary<string, WorkerAnswer?> answers)
    {
        if (roles.RedisReader is not { } redis)
        {
            return RedisAnswer.None;
        }
        long[] pending = [.. answers.Values.Select(of => of?.Redis.PendingViews).OfType<long>()];
        return RedisAnswer.Of(PartAnswer.Of(redis.DegradedSince), pending.Length > 0 ? pending.Sum() : null);
    }
}
