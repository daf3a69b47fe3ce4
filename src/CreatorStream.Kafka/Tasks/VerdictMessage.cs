using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// A verdict as a message: <c>{"workspace","visitor","inauthentic","level"}</c>, keyed by its visitor. The first release wrote and
/// reads no level.
/// </summary>
public static class VerdictMessage
{
    private sealed record Body(string Workspace, string Visitor, bool Inauthentic, string? Level);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static byte[] Key(in Verdict verdict) => Encoding.UTF8.GetBytes($"{verdict.Visitor:x16}");

    public static byte[] Write(in Verdict verdict) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                verdict.Workspace,
                $"{verdict.Visitor:x16}",
                verdict.Level == VerdictLevel.Inauthentic,
                NameOf(verdict.Level)
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
                verdict = new Verdict(body.Workspace, visitor, LevelOf(body));
                return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }

    private static string NameOf(VerdictLevel level) => JsonNamingPolicy.CamelCase.ConvertName($"{level}");

    /// <summary>Of one that this version doesn't know what every version says: whether it excludes.</summary>
    private static VerdictLevel LevelOf(Body body) =>
        Enum.GetValues<VerdictLevel>()
            .FirstOrDefault(
                level => NameOf(level) == body.Level,
                body.Inauthentic ? VerdictLevel.Inauthentic : VerdictLevel.Clear
            );
}
