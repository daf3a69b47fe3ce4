using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>What the adapters of Kafka tell operators.</summary>
internal static partial class KafkaLog
{
    /// <summary>What librdkafka has to say goes to the program's own log, not to the standard error.</summary>
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
        EventId = 604,
        Level = LogLevel.Warning,
        Message = "Kafka: the idempotent producer failed and is replaced: {Reason}"
    )]
    public static partial void ProducerReplaced(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 605,
        Level = LogLevel.Warning,
        Message = "A transaction failed and is tried again: {Reason}"
    )]
    public static partial void TransactionFails(this ILogger logger, string reason);

    [LoggerMessage(EventId = 606, Level = LogLevel.Warning, Message = "Dead letters can't be counted: {Reason}")]
    public static partial void DeadLettersNotCounted(this ILogger logger, string reason);

    [LoggerMessage(
        EventId = 607,
        Level = LogLevel.Warning,
        Message = "View {View} of {Of} is too large for a message, also compressed: only Redis has its newest version"
    )]
    public static partial void ViewTooLarge(this ILogger logger, string view, string of);

    [LoggerMessage(
        EventId = 608,
        Level = LogLevel.Warning,
        Message = "Message {Offset} of the topic of views can't be read"
    )]
    public static partial void ViewNotRead(this ILogger logger, Exception error, long offset);

    [LoggerMessage(
        EventId = 609,
        Level = LogLevel.Warning,
        Message = "Message {Offset} of {Topic} is no JSON object of at most {Most} bytes and is left out"
    )]
    public static partial void EntryLeftOut(this ILogger logger, long offset, string topic, int most);

    [LoggerMessage(EventId = 610, Level = LogLevel.Warning, Message = "The group of tasks: {Reason}")]
    public static partial void GroupFails(this ILogger logger, string reason);

    [LoggerMessage(EventId = 611, Level = LogLevel.Information, Message = "{Task} is owned by this process now")]
    public static partial void TaskOwned(this ILogger logger, string task);

    [LoggerMessage(EventId = 612, Level = LogLevel.Information, Message = "{Task} goes to another process")]
    public static partial void TaskGoes(this ILogger logger, string task);

    [LoggerMessage(EventId = 613, Level = LogLevel.Warning, Message = "Some tasks did not end within {Seconds} s")]
    public static partial void TasksDidNotEnd(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 614, Level = LogLevel.Warning, Message = "{Task} was taken over by another owner")]
    public static partial void TaskTakenOver(this ILogger logger, string task);

    [LoggerMessage(
        EventId = 615,
        Level = LogLevel.Error,
        Message = "{Task} failed and begins anew; what it had not committed is read again"
    )]
    public static partial void TaskFailed(this ILogger logger, Exception error, string task);

    [LoggerMessage(
        EventId = 616,
        Level = LogLevel.Information,
        Message = "{Task} is live {Seconds:0.0} s after it was taken over"
    )]
    public static partial void TaskIsLive(this ILogger logger, string task, double seconds);

    [LoggerMessage(
        EventId = 617,
        Level = LogLevel.Warning,
        Message = "A manifest of visitors-{Partition} can't be read"
    )]
    public static partial void ManifestNotRead(this ILogger logger, Exception error, int partition);

    [LoggerMessage(
        EventId = 618,
        Level = LogLevel.Warning,
        Message = "Message {Offset} for workspaces-{Task} is no rows of a task and is left out"
    )]
    public static partial void RowsLeftOut(this ILogger logger, long offset, int task);

    [LoggerMessage(
        EventId = 619,
        Level = LogLevel.Warning,
        Message = "Rows before {Offset} for workspaces-{Task} could not be deleted"
    )]
    public static partial void RowsNotDeleted(this ILogger logger, Exception error, long offset, int task);
}
