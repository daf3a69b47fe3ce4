using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded;

/// <summary>What the log and the spool tell operators.</summary>
internal static partial class EmbeddedLog
{
    [LoggerMessage(
        EventId = 501,
        Level = LogLevel.Error,
        Message = "{Path} can't be written, and nothing is taken until it can: {Reason}. It is tried again once a second"
    )]
    public static partial void LogUnwritable(this ILogger logger, string path, string reason);

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Warning,
        Message = "{Path} can be written again, after {Seconds} s: what comes is taken"
    )]
    public static partial void LogWritableAgain(this ILogger logger, string path, long seconds);

    [LoggerMessage(
        EventId = 503,
        Level = LogLevel.Warning,
        Message = "The room of removed records is not given back yet: {Reason}"
    )]
    public static partial void RoomNotGivenBack(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 504,
        Level = LogLevel.Error,
        Message = "Record {Offset} of {Stream}/{Partition} is damaged on disk: its {Facts} facts are set aside; the rest goes on"
    )]
    public static partial void RecordDamaged(
        this ILogger logger,
        long offset,
        LogStream stream,
        int partition,
        long facts
    );

    [LoggerMessage(
        EventId = 505,
        Level = LogLevel.Warning,
        Message = "The clock says {Now}, but records of the log are of {Last}: one of both is wrong. Until {Last} all that comes is held to come at that time, and with --retention it is left out as too old by as much"
    )]
    public static partial void ClockBehind(this ILogger logger, string now, string last);

    [LoggerMessage(
        EventId = 511,
        Level = LogLevel.Information,
        Message = "{Facts} events wait in the spool {Path} from before; they are sent as soon as the log takes them"
    )]
    public static partial void SpoolFromBefore(this ILogger logger, long facts, string path);

    [LoggerMessage(
        EventId = 512,
        Level = LogLevel.Warning,
        Message = "The log does not take events ({Reason}): they are acknowledged as soon as they are in the spool {Path}, and sent from there when it takes them again"
    )]
    public static partial void SpoolBegins(this ILogger logger, string reason, string path);

    [LoggerMessage(
        EventId = 513,
        Level = LogLevel.Information,
        Message = "The spool is drained: the log has everything that was accepted, after {Seconds} s"
    )]
    public static partial void SpoolDrained(this ILogger logger, long seconds);

    [LoggerMessage(
        EventId = 514,
        Level = LogLevel.Error,
        Message = "A record of the spool can't be decoded: its {Facts} events of {Stream}/{Partition} are left out"
    )]
    public static partial void SpooledNotDecoded(
        this ILogger logger,
        Exception error,
        int facts,
        LogStream stream,
        int partition
    );

    [LoggerMessage(
        EventId = 515,
        Level = LogLevel.Error,
        Message = "The spool {Path} is damaged and is kept as {Aside}; a new one begins. What can be read of it is shown by sqlite3's .recover"
    )]
    public static partial void SpoolDamaged(this ILogger logger, Exception error, string path, string aside);
}
