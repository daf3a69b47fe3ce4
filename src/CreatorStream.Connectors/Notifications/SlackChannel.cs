using System.Text.Json;

namespace CreatorStream.Connectors.Notifications;

/// <summary>An incoming webhook of Slack, or of what takes the same: Mattermost, Rocket.Chat, Google Chat.</summary>
/// <param name="url">A secret: whoever knows it may post.</param>
internal sealed class SlackChannel(string name, Uri url, HttpSender sender) : Channel(name)
{
    public override Task<Answer> SendAsync(string id, Notification notification, int tries, CancellationToken cancel)
    {
        string mark = notification.IsClosed
            ? ":white_check_mark:"
            : notification.Data.Severity switch
            {
                "good" => ":chart_with_upwards_trend:",
                "bad" => ":rotating_light:",
                _ => ":warning:",
            };
        string text = $"{mark} *{notification.Subject(PlainWords.OfSlack)}*\n{notification.Body(PlainWords.OfSlack)}";
        return sender.PostAsync(url, JsonSerializer.SerializeToUtf8Bytes(new { text }), [], cancel);
    }
}
