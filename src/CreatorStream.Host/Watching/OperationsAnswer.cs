using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Watching;

// The forms of schemas/operations.schema.json, which says what the members mean.

internal sealed record OperationsAnswer(
    long TimeMs,
    string Form,
    IReadOnlyList<TaskAnswer> Tasks,
    IReadOnlyList<ProcessAnswer> Processes,
    DeadLettersAnswer? DeadLetters,
    IReadOnlyList<RejectedAnswer>? Rejected,
    PartAnswer Kafka,
    RedisAnswer Redis,
    RefusalAnswer? Refusal,
    IReadOnlyList<ChannelAnswer>? Notifications
);

internal sealed record ChannelAnswer(
    string Name,
    int Waiting,
    long Delivered,
    long Failed,
    long GivenUp,
    string? Fault,
    long? FaultMs
)
{
    /// <param name="notifier">null: nobody is told of alerts.</param>
    public static IReadOnlyList<ChannelAnswer>? Of(Notifier? notifier) =>
        notifier == null
            ? null
            :
            [
                .. notifier.Channels.Select(of => new ChannelAnswer(
                    of.Name,
                    of.Waiting,
                    of.Delivered,
                    of.Failed,
                    of.GivenUp,
                    of.Fault,
                    of.FaultAt?.ToUnixTimeMilliseconds()
                )),
            ];
}

internal sealed record TaskAnswer(
    string Name,
    string Stage,
    string? Owner,
    string State,
    long? SinceMs,
    string? Trouble,
    long? Generation,
    LagAnswer Lag,
    long? WatermarkMs,
    double? EventsPerSecond,
    long? CommittedMs,
    TaskCounters? Counters,
    SnapshotAnswer? Snapshot,
    RebuildAnswer? Rebuild
);

internal static class TaskStates
{
    public const string Live = "live";
    public const string TakingOver = "taking-over";
    public const string Silent = "silent";
    public const string Unowned = "unowned";
}

internal sealed record LagAnswer(long? Count, string Unit, double? Seconds);

internal sealed record SnapshotAnswer(long SavedMs, long Bytes)
{
    /// <summary>null for one of an earlier release, which doesn't say when it was saved.</summary>
    public static SnapshotAnswer? Of(SnapshotManifest? manifest) => Of(manifest?.SavedMs ?? 0, manifest?.Bytes ?? 0);

    public static SnapshotAnswer? Of(long savedMs, long bytes) =>
        savedMs > 0 ? new SnapshotAnswer(savedMs, bytes) : null;
}

internal sealed record RebuildAnswer(long? Left, long? Total, double? PerSecond, double? EtaSeconds);

internal sealed record ProcessAnswer(string Address, bool Answers, long? SinceMs, RedisAnswer? Redis);

internal sealed record DeadLettersAnswer(
    long Count,
    bool IsComplete,
    string? Trouble,
    IReadOnlyList<Kafka.DeadLetters.WatchedReason> Reasons
);

internal sealed record RejectedAnswer(string Field, long Count);

internal sealed record PartAnswer(string State, long? SinceMs)
{
    public static PartAnswer None { get; } = new("none", null);

    /// <param name="awaySince">null: it is not away.</param>
    public static PartAnswer Of(DateTimeOffset? awaySince) =>
        awaySince is { } since ? new PartAnswer("away", since.ToUnixTimeMilliseconds()) : new PartAnswer("live", null);
}

internal sealed record RedisAnswer(string State, long? SinceMs, long? PendingViews)
{
    public static RedisAnswer None { get; } = new("none", null, null);

    public static RedisAnswer Of(PartAnswer part, long? pendingViews) => new(part.State, part.SinceMs, pendingViews);
}

internal sealed record RefusalAnswer(string Reason, long SinceMs)
{
    public static RefusalAnswer? Of(StateShortage? shortage) =>
        shortage == null ? null : new RefusalAnswer(shortage.Reason, shortage.Since.ToUnixTimeMilliseconds());

    /// <summary>Of a service with a log of its own.</summary>
    public static RefusalAnswer? Of(StateMemory memory, SqliteFactLog log) =>
        Of(memory.Shortage)
        ?? (log.Fault is { } fault ? new RefusalAnswer(fault.Reason, fault.Since.ToUnixTimeMilliseconds()) : null);
}

internal sealed record StatusAnswer(PartAnswer Redis, RefusalAnswer? Refusal, FiguresAnswer Figures);
