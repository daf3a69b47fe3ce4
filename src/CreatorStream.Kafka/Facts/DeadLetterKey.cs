using System.Text.Json;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// The key of a message in dead-letters: where it came from and why it could not be used, as JSON. The value is the
/// message's own, byte by byte, with its content type; or, of a message with many events, the one at fault as JSON.
/// </summary>
public sealed record DeadLetterKey(
    string Topic,
    int Partition,
    long Offset,
    long TimestampMs,
    string Field,
    string Reason,
    byte[] Key
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static byte[] Write(DeadLetter letter) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new DeadLetterKey(
                letter.Topic,
                letter.Partition,
                letter.Offset,
                letter.TimestampMs,
                letter.Field,
                letter.Reason,
                letter.Key
            ),
            Options
        );

    /// <summary>A reason without what is of one message only: the number of a row, and what follows a colon.</summary>
    public static string Kind(string reason)
    {
        ReadOnlySpan<char> rest = reason;
        if (rest.StartsWith("row ") && rest.IndexOf(": ") is var row and > 0)
        {
            rest = rest[(row + 2)..];
        }
        return (rest.IndexOf(": ") is var colon and > 0 ? rest[..colon] : rest).ToString();
    }

    /// <returns>null for what is no such key.</returns>
    public static DeadLetterKey? Read(ReadOnlySpan<byte> key)
    {
        try
        {
            return
                JsonSerializer.Deserialize<DeadLetterKey>(key, Options)
                    is { Topic: not null, Field: not null, Reason: not null, Key: not null } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
