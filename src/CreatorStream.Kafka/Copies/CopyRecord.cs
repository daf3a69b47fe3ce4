using System.Text.Json;

namespace CreatorStream.Kafka.Copies;

/// <summary>
/// What the copy of a log says of itself, beside the log's own record: which log it is a copy of, how far it has come,
/// and whether it was handed over.
/// </summary>
/// <param name="From">The prefix of the topics that it is copied from.</param>
/// <param name="Positions">By «topic/partition» of the source, the offset up to which all is in the copy.</param>
/// <param name="IsHandedOver">It has become a log of its own: it stamps what comes, and collectors may write.</param>
internal sealed record CopyRecord(string From, IReadOnlyDictionary<string, long> Positions, bool IsHandedOver)
{
    private const int Version = 1;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static ReadOnlySpan<byte> Key => "copy"u8;

    public byte[] Write() =>
        JsonSerializer.SerializeToUtf8Bytes(new Form(Version, From, Positions, IsHandedOver), Options);

    /// <returns>null for what is no such record, or of a newer version than this program.</returns>
    public static CopyRecord? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<Form>(json, Options)
                    is { Version: Version, From: not null, Positions: not null } form
                ? new CopyRecord(form.From, form.Positions, form.IsHandedOver)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Form(
        int Version,
        string From,
        IReadOnlyDictionary<string, long> Positions,
        bool IsHandedOver
    );
}
