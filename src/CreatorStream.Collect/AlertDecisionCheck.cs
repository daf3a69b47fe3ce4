using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Collect;

/// <summary>Reads what somebody decides about an alert, as it is sent.</summary>
/// <param name="secret">The log's.</param>
internal sealed class AlertDecisionCheck(ulong secret, TimeProvider time)
{
    private const long MostMuteMicros = 366L * 24 * 3_600_000_000;

    /// <param name="workspace">That the caller may reach.</param>
    /// <param name="by">Who decides.</param>
    /// <returns>null: the field at fault, and the reason.</returns>
    public AlertDecision? TryRead(
        JsonElement json,
        string workspace,
        string by,
        out (string Field, string Reason) fault
    )
    {
        fault = default;
        long now = Rfc3339.ToMicros(time.GetUtcNow());
        if (
            Text(json, "campaign") is not { } campaign
            || Text(json, "alert") is not { } id
            || !AlertName.TryParse(campaign, id, out AlertName? alert)
        )
        {
            fault = ("alert", "must be the id of an alert of the campaign, opened/rule/creator");
            return null;
        }
        if (!Alert.Rules.Contains(alert.Rule))
        {
            fault = ("alert", $"names no rule, which is one of {string.Join(", ", Alert.Rules)}");
            return null;
        }
        if (alert.OpenedMicros > now + EventParser.MostAheadMicros)
        {
            fault = ("alert", "opened more than 10 minutes ahead of the receiver's clock");
            return null;
        }
        switch (Text(json, "decision"))
        {
            case "acknowledge":
                return new Acknowledgement(workspace, alert, true, by, now);
            case "unacknowledge":
                return new Acknowledgement(workspace, alert, false, by, now);
            case "mute":
                bool isTime = Rfc3339.TryParse(Encoding.UTF8.GetBytes(Text(json, "until") ?? ""), out long until);
                if (isTime && until > alert.OpenedMicros && until <= now + MostMuteMicros)
                {
                    return new Mute(workspace, alert, until, by, now);
                }
                fault = ("until", "must be a time after the alert's opening, at most 366 days from now");
                return null;
            case "unmute":
                return new Mute(workspace, alert, null, by, now);
            case "comment":
                string words = WordsOf(Text(json, "text") ?? "");
                if (words.Length is > 0 and <= AlertComment.MostLetters && !words.Any(IsControl))
                {
                    string made = AlertComment.IdOf(workspace, alert, words, by, secret);
                    return new AlertComment(workspace, alert, made, words, by, now);
                }
                fault = (
                    "text",
                    $"must have 1 to {AlertComment.MostLetters} characters, an emoji counting as two or more, and no control characters"
                );
                return null;
            case "withdraw":
                if (
                    Text(json, "comment") is { Length: AlertComment.IdLetters } comment
                    && comment.All(char.IsAsciiHexDigitLower)
                )
                {
                    return new AlertComment(workspace, alert, comment, "", by, now);
                }
                fault = ("comment", "must be the id of a comment");
                return null;
            default:
                fault = ("decision", "must be acknowledge, unacknowledge, mute, unmute, comment or withdraw");
                return null;
        }
    }

    /// <summary>As it is pasted from a sheet or a log: with tabs, and lines that end in two characters.</summary>
    private static string WordsOf(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\t', ' ').Trim();

    private static bool IsControl(char letter) => char.IsControl(letter) && letter != '\n';

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
