namespace CreatorStream.Kafka;

/// <summary>Keys of messages, of parts with a slash between. Compaction keeps one message of each.</summary>
internal static class MessageKey
{
    /// <summary>The first part, be it with a slash in its name: it must end before the second, or two things had one key.</summary>
    public static string First(string name) =>
        name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
