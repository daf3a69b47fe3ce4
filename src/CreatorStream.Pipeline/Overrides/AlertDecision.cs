using System.Security.Cryptography;
using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>
/// What a person decided about an alert; the last word with the same <see cref="Id"/> counts. As
/// <see cref="Ports.LogStream.Decisions"/> keeps it, here a mute:
/// <c>{"kind":"mute","workspace":"default","id":"…","campaign":"spring","alert":"2026-01-01T10:00:00Z/ctr-drop/","value":"2026-01-02T10:00:00Z","by":"key:office","at":"2026-01-01T10:04:31Z"}</c>.
/// </summary>
/// <param name="By">Who decided.</param>
/// <param name="AtMicros">When, by the collector's clock: microseconds since 1970.</param>
public abstract record AlertDecision(string Workspace, AlertName Alert, string By, long AtMicros) : Decision(Workspace)
{
    private const int MostByLetters = 200;

    /// <summary>What a later decision must have to replace it; the workspace and the kind apart.</summary>
    public abstract string Id { get; }

    /// <summary>That and the kind.</summary>
    public string Key => $"{Word}/{Id}";

    public override bool IsTakenBack => Value.Length == 0;

    /// <summary>The kind of decision.</summary>
    protected abstract string Word { get; }

    /// <summary>What was decided, as text; empty where it takes something back.</summary>
    protected abstract string Value { get; }

    /// <summary>One line of JSON, without its end.</summary>
    public byte[] ToJson() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind = Word,
                workspace = Workspace,
                id = Id,
                campaign = Alert.Campaign,
                alert = Alert.Id,
                value = Value,
                by = By,
                at = Rfc3339.Format(AtMicros),
            }
        );

    /// <returns>null: it is none.</returns>
    public static AlertDecision? TryParse(JsonElement json)
    {
        foreach (string kind in (string[])[Acknowledgement.Kind, Mute.Kind, AlertComment.Kind])
        {
            if (
                TryReadWorkspace(json, kind, out string workspace)
                && AlertName.TryParse(Text(json, "campaign"), Text(json, "alert"), out AlertName? alert)
                && TryReadTime(Text(json, "at"), out long at)
                && Text(json, "by") is { Length: <= MostByLetters } by
            )
            {
                string value = Text(json, "value");
                return kind switch
                {
                    Acknowledgement.Kind => new Acknowledgement(workspace, alert, value.Length > 0, by, at),
                    Mute.Kind => value.Length == 0 ? new Mute(workspace, alert, null, by, at)
                    : TryReadTime(value, out long until) ? new Mute(workspace, alert, until, by, at)
                    : null,
                    _ => value.Length <= AlertComment.MostLetters
                    && Text(json, "id") is { Length: AlertComment.IdLetters } id
                        ? new AlertComment(workspace, alert, id, value, by, at)
                        : null,
                };
            }
        }
        return null;
    }

    /// <summary>A campaign may have slashes: its length tells it from what follows.</summary>
    private protected static string OfRule(AlertName alert) =>
        $"{alert.Rule}/{alert.Campaign.Length}/{alert.Campaign}/{alert.Creator}";
}

/// <summary>Somebody has seen an alert and takes care of it, or does no longer.</summary>
public sealed record Acknowledgement(string Workspace, AlertName Alert, bool IsAcknowledged, string By, long AtMicros)
    : AlertDecision(Workspace, Alert, By, AtMicros)
{
    public const string Kind = "acknowledgement";

    public override string Id => $"{Rfc3339.Format(Alert.OpenedMicros)}/{OfRule(Alert)}";

    protected override string Word => Kind;

    protected override string Value => IsAcknowledged ? "yes" : "";
}

/// <summary>Alerts of a rule about a campaign or creator are nobody's business until some event time.</summary>
/// <param name="UntilMicros">Microseconds since 1970; null: they are again.</param>
public sealed record Mute(string Workspace, AlertName Alert, long? UntilMicros, string By, long AtMicros)
    : AlertDecision(Workspace, Alert, By, AtMicros)
{
    public const string Kind = "mute";

    public override string Id => OfRule(Alert);

    protected override string Word => Kind;

    protected override string Value => UntilMicros is { } until ? Rfc3339.Format(until) : "";
}

/// <summary>What somebody says of an alert.</summary>
/// <param name="Id">Of the comment.</param>
/// <param name="Words">Empty: the comment is withdrawn.</param>
public sealed record AlertComment(string Workspace, AlertName Alert, string Id, string Words, string By, long AtMicros)
    : AlertDecision(Workspace, Alert, By, AtMicros)
{
    public const string Kind = "comment";
    public const int MostLetters = 500;
    public const int IdLetters = 24;

    public override string Id { get; } = Id;

    protected override string Word => Kind;

    protected override string Value => Words;

    /// <summary>
    /// The same words of the same person about the same alert are one comment, however often they are sent. By the log's
    /// secret, so that the name of a comment that was withdrawn tells nobody what it said.
    /// </summary>
    public static string IdOf(string workspace, AlertName alert, string words, string by, ulong secret)
    {
        byte[] said = JsonSerializer.SerializeToUtf8Bytes((string[])[workspace, alert.Campaign, alert.Id, by, words]);
        byte[] hash = HMACSHA256.HashData(BitConverter.GetBytes(secret), said);
        return Convert.ToHexStringLower(hash)[..IdLetters];
    }
}
