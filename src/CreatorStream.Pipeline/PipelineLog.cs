using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline;

/// <summary>What tasks, state and erasures tell operators.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(
        EventId = 401,
        Level = LogLevel.Warning,
        Message = "A snapshot of {Task} is of another version or another log and is not used"
    )]
    public static partial void SnapshotNotUsed(this ILogger logger, string task);

    [LoggerMessage(
        EventId = 402,
        Level = LogLevel.Warning,
        Message = "A snapshot of {Task} is damaged or of another version; the one before is tried"
    )]
    public static partial void SnapshotPassedOver(this ILogger logger, string task);

    [LoggerMessage(
        EventId = 403,
        Level = LogLevel.Information,
        Message = "{Part} of {Task} is not in the snapshot and is rebuilt"
    )]
    public static partial void PartRebuilt(this ILogger logger, string part, string task);

    [LoggerMessage(EventId = 404, Level = LogLevel.Warning, Message = "A snapshot of {Task} could not be saved")]
    public static partial void SnapshotNotSaved(this ILogger logger, Exception error, string task);

    [LoggerMessage(
        EventId = 405,
        Level = LogLevel.Warning,
        Message = "What was begun of a snapshot of {Task} could not be written; it was given up"
    )]
    public static partial void SnapshotGivenUp(this ILogger logger, Exception error, string task);

    [LoggerMessage(
        EventId = 406,
        Level = LogLevel.Error,
        Message = "Record {Offset} of partition {Partition} can't be read; its {Facts} events are left out"
    )]
    public static partial void RecordLeftOut(
        this ILogger logger,
        Exception error,
        long offset,
        int partition,
        int facts
    );

    [LoggerMessage(EventId = 411, Level = LogLevel.Warning, Message = "No input is taken. {Reason}")]
    public static partial void NoInputTaken(this ILogger logger, string reason);

    [LoggerMessage(EventId = 412, Level = LogLevel.Information, Message = "State has room again: input is taken")]
    public static partial void InputTakenAgain(this ILogger logger);

    [LoggerMessage(
        EventId = 421,
        Level = LogLevel.Warning,
        Message = "Erasing waits, since the log can't be rewritten: {Reason}"
    )]
    public static partial void ErasingWaits(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 422,
        Level = LogLevel.Information,
        Message = "{Persons} persons were taken out of {Events} events of the log"
    )]
    public static partial void PersonsErased(this ILogger logger, int persons, long events);

    [LoggerMessage(
        EventId = 431,
        Level = LogLevel.Error,
        Message = "Models can't be fitted to the paths of workspace {Workspace}; its other figures go on"
    )]
    public static partial void FitFailed(this ILogger logger, Exception error, string workspace);

    [LoggerMessage(
        EventId = 432,
        Level = LogLevel.Error,
        Message = "Effects of publications can't be estimated for workspace {Workspace}; its other figures go on"
    )]
    public static partial void LiftFailed(this ILogger logger, Exception error, string workspace);

    [LoggerMessage(
        EventId = 433,
        Level = LogLevel.Error,
        Message = "Lifetime values of customers can't be found for workspace {Workspace}; its other figures go on"
    )]
    public static partial void ValueFailed(this ILogger logger, Exception error, string workspace);

    [LoggerMessage(
        EventId = 435,
        Level = LogLevel.Error,
        Message = "Groups of actors can't be found for workspace {Workspace}; those found before stay, and its other figures go on"
    )]
    public static partial void GroupsFailed(this ILogger logger, Exception error, string workspace);

    [LoggerMessage(
        EventId = 434,
        Level = LogLevel.Warning,
        Message = "Fitting {What} of workspace {Workspace} has taken {Since} so far; those of other workspaces wait, all other figures go on"
    )]
    public static partial void FitSlow(this ILogger logger, string what, string workspace, TimeSpan since);
}
