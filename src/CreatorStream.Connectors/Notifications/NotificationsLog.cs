using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Notifications;

internal static partial class NotificationsLog
{
    [LoggerMessage(
        EventId = 711,
        Level = LogLevel.Warning,
        Message = "{Count} attempts to notify by the channel {Channel} failed since this was last said and will be made again; the last: {Said}"
    )]
    public static partial void NotificationPostponed(this ILogger logger, long count, string channel, string said);

    [LoggerMessage(
        EventId = 712,
        Level = LogLevel.Error,
        Message = "The notification {Id} by the channel {Channel} is given up after {Attempts} attempts: {Said}"
    )]
    public static partial void NotificationGivenUp(
        this ILogger logger,
        string id,
        string channel,
        int attempts,
        string said
    );

    [LoggerMessage(
        EventId = 714,
        Level = LogLevel.Error,
        Message = "The channel {Channel} failed in a way that nobody expected; it is tried again"
    )]
    public static partial void ChannelFailed(this ILogger logger, Exception error, string channel);

    [LoggerMessage(
        EventId = 716,
        Level = LogLevel.Warning,
        Message = "Message {Id} of the channel {Channel} has not reached all receivers, and is not sent to the others again: {Said}"
    )]
    public static partial void NotificationNotForAll(this ILogger logger, string id, string channel, string said);

    [LoggerMessage(
        EventId = 717,
        Level = LogLevel.Warning,
        Message = "{Count} messages wait for the channel {Channel}, and there is no room for more: alerts are looked at again until there is, and those that are {Hours} h old by then are told to nobody"
    )]
    public static partial void NotificationsFull(this ILogger logger, string channel, int count, double hours);

    [LoggerMessage(
        EventId = 718,
        Level = LogLevel.Error,
        Message = "{Count} alerts are not told by the channel {Channel}: it had no room for them until they were {Hours} h old"
    )]
    public static partial void AlertsLost(this ILogger logger, long count, string channel, double hours);

    [LoggerMessage(
        EventId = 715,
        Level = LogLevel.Error,
        Message = "Alerts can't be looked at, in a way that nobody expected; it is tried again"
    )]
    public static partial void AlertsCantBeLookedAt(this ILogger logger, Exception error);

    [LoggerMessage(
        EventId = 713,
        Level = LogLevel.Error,
        Message = "What was told of alerts can't be read or kept, and nothing is sent until it can: {Reason}"
    )]
    public static partial void NotificationsCantBeKept(this ILogger logger, string reason);
}
