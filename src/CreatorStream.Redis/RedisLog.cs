using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Redis;

/// <summary>What the reader, the writer and the connection tell operators.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(EventId = 801, Level = LogLevel.Information, Message = "Redis at {Redis} is there")]
    public static partial void RedisIsThere(this ILogger logger, RedisOptions redis);

    [LoggerMessage(EventId = 802, Level = LogLevel.Warning, Message = "Redis at {Redis} can't be reached: {Reason}")]
    public static partial void RedisCantBeReached(this ILogger logger, RedisOptions redis, string reason);

    [LoggerMessage(EventId = 803, Level = LogLevel.Warning, Message = "Redis at {Redis} is away: {Reason}")]
    public static partial void RedisIsAway(this ILogger logger, RedisOptions redis, string reason);

    [LoggerMessage(
        EventId = 804,
        Level = LogLevel.Debug,
        Message = "A connection to Redis at {Redis} did not close in good order"
    )]
    public static partial void RedisDidNotClose(this ILogger logger, Exception error, RedisOptions redis);

    [LoggerMessage(
        EventId = 805,
        Level = LogLevel.Warning,
        Message = "{Pending} views were not written to Redis at the end: {Reason}"
    )]
    public static partial void ViewsNotWritten(this ILogger logger, int pending, string reason);

    [LoggerMessage(EventId = 806, Level = LogLevel.Warning, Message = "Redis did not take {Views} views: {Reason}")]
    public static partial void ViewsNotTaken(this ILogger logger, int views, string reason);

    [LoggerMessage(
        EventId = 807,
        Level = LogLevel.Warning,
        Message = "Redis lost {Views} views of {Workspace}; they are written again"
    )]
    public static partial void ViewsLost(this ILogger logger, int views, string workspace);

    [LoggerMessage(EventId = 808, Level = LogLevel.Warning, Message = "Views can't be read from Redis: {Reason}")]
    public static partial void ViewsNotRead(this ILogger logger, string reason);

    [LoggerMessage(EventId = 809, Level = LogLevel.Error, Message = "What Redis has of {View} can't be used: {Reason}")]
    public static partial void ViewOfNoUse(this ILogger logger, ViewKey view, string reason);
}
