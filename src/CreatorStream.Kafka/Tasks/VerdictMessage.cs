using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// A verdict as a message: <c>{"workspace","visitor","inauthentic","level"}</c>, keyed by its visitor. The first release wrote and
/// reads no level.
/// </summary>
public static class VerdictMessage
{
    private sealed record Body(string Workspace, string Visitor, bool Inauthentic, VerdictLevel? Level);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static byte[] Key(in Verdict verdict) => Encoding.UTF8.GetBytes($"{verdict.Visitor:x16}");

    public static byte[] Write(in Verdict verdict) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                verdict.Workspace,
                $"{verdict.Visitor:x16}",
                verdict.Level == VerdictLevel.Inauthentic,
                verdict.Level
            ),
            Options
        );

    /// <returns>false for what is none; nobody but stage 2 writes them.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out Verdict verdict)
    {
        verdict = default;
        try
        {
            if (
                JsonSerializer.Deserialize<Body>(value, Options) is { Workspace: not null } body
                && ulong.TryParse(body.Visitor, System.Globalization.NumberStyles.HexNumber, null, out ulong visitor)
            )
            {
                VerdictLevel level = body.Inauthentic ? VerdictLevel.Inauthentic : VerdictLevel.Clear;
                verdict = new Verdict(body.Workspace, visitor, body.Level ?? level);
                return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }
}
