using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>What librdkafka has to say goes to the program's own log, not to the standard error.</summary>
internal static partial class KafkaLog
{
    public static void Write(ILogger logger, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Error)
        {
            ClientFailed(logger, message.Name, message.Facility, message.Message);
        }
        else if (message.Level <= SyslogLevel.Warning)
        {
            ClientWarns(logger, message.Name, message.Facility, message.Message);
        }
        else
        {
            ClientSays(logger, message.Name, message.Facility, message.Message);
        }
    }

    // An error here is mostly a broker that is away: clients go on trying, so to the service it is a warning.
    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "{Client}: {Facility}: {Text}")]
    private static partial void ClientFailed(ILogger logger, string client, string facility, string text);

    [LoggerMessage(EventId = 602, Level = LogLevel.Information, Message = "{Client}: {Facility}: {Text}")]
    private static partial void ClientWarns(ILogger logger, string client, string facility, string text);

    [LoggerMessage(EventId = 603, Level = LogLevel.Debug, Message = "{Client}: {Facility}: {Text}")]
    private static partial void ClientSays(ILogger logger, string client, string facility, string text);

    [LoggerMessage(
        EventId = 605,
        Level = LogLevel.Warning,
        Message = "A transaction failed and is tried again: {Reason}"
    )]
    public static partial void TransactionFails(ILogger logger, string reason);

    [LoggerMessage(
        EventId = 604,
        Level = LogLevel.Warning,
        Message = "Kafka: the idempotent producer failed and is replaced: {Reason}"
    )]
    public static partial void ProducerReplaced(ILogger logger, string reason);
}
