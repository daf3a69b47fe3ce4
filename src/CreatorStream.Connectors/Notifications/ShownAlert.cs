using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Connectors.Notifications;

/// <summary>An alert as the view of a campaign shows it. Times are microseconds since 1970, of events.</summary>
/// <param name="IsLearned">A detector found it, whose times are the beginnings of steps: no plain rule knows a band.</param>
internal sealed record ShownAlert(
    string Id,
    string Rule,
    string Severity,
    string Title,
    string Text,
    string? Creator,
    long OpenedMicros,
    long UpdatedMicros,
    long? ClosedMicros,
    double Value,
    double? Expected,
    bool IsLearned,
    bool IsMuted
)
{
    private const long MinuteMicros = 60_000_000;

    public int HeldMinutes => (int)((UpdatedMicros - OpenedMicros) / MinuteMicros) + (IsLearned ? Step.Minutes : 1);

    /// <summary>In the order of their opening. What another release wrote otherwise is left out.</summary>
    public static IReadOnlyList<ShownAlert> Read(ViewDocument view) =>
        [
            .. (view.Tables.GetValueOrDefault("rows")?.Rows ?? [])
                .Select(Read)
                .OfType<ShownAlert>()
                .OrderBy(alert => alert.OpenedMicros)
                .ThenBy(alert => alert.Id, StringComparer.Ordinal),
        ];

    private static ShownAlert? Read(ViewRow row)
    {
        using var json = JsonDocument.Parse(row.Json);
        JsonElement of = json.RootElement;
        return
            TextOf(of, "id") is { } id
            && TextOf(of, "rule") is { } rule
            && TextOf(of, "severity") is { } severity
            && Time(of, "opened") is { } opened
            && Time(of, "updated") is { } updated
            ? new ShownAlert(
                id,
                rule,
                severity,
                TextOf(of, "title") ?? rule,
                TextOf(of, "text") ?? "",
                TextOf(of, "creator"),
                opened,
                updated,
                Time(of, "closed"),
                Number(of, "value") ?? 0,
                Number(of, "expected"),
                Number(of, "high") != null,
                of.TryGetProperty("muted", out JsonElement muted) && muted.ValueKind == JsonValueKind.Object
            )
            : null;
    }

    private static string? TextOf(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    private static long? Time(JsonElement of, string name) =>
        TextOf(of, name) is { } text && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out long micros) ? micros : null;
}
