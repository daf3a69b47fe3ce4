using System.Net;

namespace CreatorStream.Host.Running;

internal static partial class RunningLog
{
    [LoggerMessage(
        EventId = 1001,
        Level = LogLevel.Information,
        Message = "{Facts} facts older than the retention were removed"
    )]
    public static partial void FactsRemoved(this ILogger logger, long facts);

    [LoggerMessage(
        EventId = 1007,
        Level = LogLevel.Warning,
        Message = "All {Facts} facts were taken longer ago than {Kept}, if it is {Now:u}: nothing is removed. Is the clock right? The next start removes them once something newer has come"
    )]
    public static partial void AllFactsAreOld(this ILogger logger, long facts, TimeSpan kept, DateTimeOffset now);

    [LoggerMessage(
        EventId = 1008,
        Level = LogLevel.Warning,
        Message = "{Facts} facts older than the retention stay until the next start, since they can't be removed: {Reason}. If the disk is full, make as much room there as they take"
    )]
    public static partial void FactsNotRemoved(this ILogger logger, long facts, string reason);

    [LoggerMessage(
        EventId = 1002,
        Level = LogLevel.Critical,
        Message = "{What} failed; the process ends. What was acknowledged is in the log"
    )]
    public static partial void PartFailed(this ILogger logger, Exception? error, string what);

    [LoggerMessage(
        EventId = 1003,
        Level = LogLevel.Warning,
        Message = "{Count} connections were refused since this was last said, now one of {Address}: there may be {Most}, of one address {MostOfOne}"
    )]
    public static partial void ConnectionsRefused(
        this ILogger logger,
        long count,
        IPAddress? address,
        int most,
        int mostOfOne
    );

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Topics are not as needed: {Difference}")]
    public static partial void TopicsDiffer(this ILogger logger, object difference);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "Waiting for {Reason}")]
    public static partial void StartWaits(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 1006,
        Level = LogLevel.Warning,
        Message = "Some metrics can't be observed, and are left out"
    )]
    public static partial void NotObserved(this ILogger logger, Exception error);
}
