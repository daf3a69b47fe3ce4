namespace CreatorStream.Host.Watching;

internal static partial class WatchingLog
{
    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "How the service runs can't be told just now")]
    public static partial void OperationsUnknown(this ILogger logger, Exception error);
}
