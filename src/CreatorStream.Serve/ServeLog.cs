using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve;

internal static partial class ServeLog
{
    [LoggerMessage(
        EventId = 901,
        Level = LogLevel.Error,
        Message = "A connection can't be sent what it asked for, and ends"
    )]
    public static partial void ConnectionEnds(this ILogger logger, Exception error);
}
