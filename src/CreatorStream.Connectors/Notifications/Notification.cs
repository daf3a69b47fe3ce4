using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Events;

namespace CreatorStream.Connectors.Notifications;

/// <summary>What is told of an alert, in the form that a webhook is sent.</summary>
/// <param name="Type">alert.opened or alert.closed.</param>
/// <param name="Timestamp">When the service told it, by its clock.</param>
internal record Notification(string Type, string Timestamp, NotificationData Data)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    [JsonIgnore]
    public bool IsClosed => Type == TypeOf(AlertEvents.Closed);

    public static string TypeOf(string alertEvent) => $"alert.{alertEvent}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static Notification FromJson(byte[] json) => JsonSerializer.Deserialize<Notification>(json, Options)!;

    /// <summary>In one line, for people.</summary>
    /// <param name="plain">What makes strangers' words harmless.</param>
    public virtual string Subject(Func<string, string> plain) =>
        plain($"{(IsClosed ? "Closed: " : "")}{Data.Title} – {Data.CampaignName}");

    /// <summary>In some lines, for people.</summary>
    /// <param name="plain">What makes strangers' words harmless.</param>
    public virtual string Body(Func<string, string> plain) =>
        string.Join(
            '\n',
            new[]
            {
                plain(Data.Text),
                $"Campaign: {plain(Data.CampaignName)} (workspace {plain(Data.Workspace)})",
                Data.Creator is { } creator ? $"Creator: {plain(creator)}" : null,
                $"Rule: {Data.Rule}, {Data.Severity}",
                $"Opened: {Data.Opened}" + (Data.Closed is { } closed ? $", closed: {closed}" : ""),
                Data.Link,
            }.Where(line => line != null)
        );

    /// <summary>An example, to try a channel with.</summary>
    public static Notification Sample(DateTimeOffset now) =>
        new(
            TypeOf(AlertEvents.Opened),
            Rfc3339.Format(Rfc3339.ToMicros(now)),
            new NotificationData(
                "default",
                "sample",
                "Sample campaign",
                $"{Rfc3339.Format(Rfc3339.ToMicros(now))}/no-activity/",
                "no-activity",
                "warning",
                "A test of CreatorStream",
                "Somebody tries whether notifications arrive. Nothing happened.",
                null,
                Rfc3339.Format(Rfc3339.ToMicros(now)),
                Rfc3339.Format(Rfc3339.ToMicros(now)),
                null,
                0,
                null,
                null
            )
        );
}

/// <summary>An alert as views show it. Times are event time, RFC 3339.</summary>
internal sealed record NotificationData(
    string Workspace,
    string Campaign,
    string CampaignName,
    string Alert,
    string Rule,
    string Severity,
    string Title,
    string Text,
    string? Creator,
    string Opened,
    string Updated,
    string? Closed,
    double Value,
    double? Expected,
    string? Link
);

internal static class AlertEvents
{
    public const string Opened = "opened";
    public const string Closed = "closed";
}
