using System.Net;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve.Callers;

internal static partial class CallersLog
{
    [LoggerMessage(EventId = 911, Level = LogLevel.Information, Message = "The keys file was read again: {Keys} keys")]
    public static partial void KeysRead(this ILogger logger, int keys);

    [LoggerMessage(
        EventId = 912,
        Level = LogLevel.Error,
        Message = "{Trouble} The keys that were read before still hold"
    )]
    public static partial void KeysStillHold(this ILogger logger, string trouble);

    [LoggerMessage(
        EventId = 913,
        Level = LogLevel.Warning,
        Message = "Wrong keys were shown {Failures} times since this was last said, now from {Address}"
    )]
    public static partial void WrongKeys(this ILogger logger, long failures, IPAddress? address);
}
