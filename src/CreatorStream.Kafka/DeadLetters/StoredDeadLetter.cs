using CreatorStream.Kafka.Facts;

namespace CreatorStream.Kafka.DeadLetters;

/// <summary>A message of dead-letters, copied out of its batch.</summary>
/// <param name="Offset">In dead-letters, whose one partition is 0.</param>
/// <param name="SetAsideAtMs">When a task wrote it: milliseconds since 1970.</param>
/// <param name="Origin">Where it came from and why it could not be used.</param>
/// <param name="Value">Of the original message, byte by byte; or one event of a message of many, as JSON.</param>
/// <param name="ContentType">Of the original message; empty for JSON.</param>
public sealed record StoredDeadLetter(
    long Offset,
    long SetAsideAtMs,
    DeadLetterKey Origin,
    byte[] Value,
    string ContentType = ""
)
{
    /// <summary>The field at fault, if there is one, and what is wrong with it.</summary>
    public string Reason => Origin.Field.Length == 0 ? Origin.Reason : $"{Origin.Field} {Origin.Reason}";

    /// <summary>The same as far as messages have it in common.</summary>
    public string Kind =>
        Origin.Field.Length == 0
            ? DeadLetterKey.Kind(Origin.Reason)
            : $"{Origin.Field} {DeadLetterKey.Kind(Origin.Reason)}";

    /// <summary>Where the original message lies.</summary>
    public string Coordinates => $"{Origin.Topic}/{Origin.Partition}/{Origin.Offset}";
}
