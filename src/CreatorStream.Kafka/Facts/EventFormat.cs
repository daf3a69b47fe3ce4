namespace CreatorStream.Kafka.Facts;

/// <summary>How events stand in the messages that are written; both are read.</summary>
public enum EventFormat
{
    /// <summary>An event a message, as an object.</summary>
    Json,

    /// <summary>Many events a message, as the columns of an Arrow stream.</summary>
    Arrow,
}
