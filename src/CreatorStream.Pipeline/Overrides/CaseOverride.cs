using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Cases;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>
/// What a person decided about a case; the last word about the same id counts. As <see cref="Ports.LogStream.Decisions"/> keeps it:
/// <c>{"kind":"case","workspace":"default","id":"pod/0123abcd","decision":"dismissed","by":"key:office","at":"2026-01-01T10:04:31Z"}</c>.
/// </summary>
/// <param name="Case">Its id.</param>
/// <param name="Decided">null: nothing any more.</param>
/// <param name="By">Who decided; empty: it isn't known.</param>
/// <param name="AtMicros">When, by the collector's clock: microseconds since 1970; null: an older release stored none.</param>
public sealed record CaseOverride(
    string Workspace,
    string Case,
    CaseDecision? Decided,
    string By = "",
    long? AtMicros = null
) : Decision(Workspace)
{
    public const int MostLetters = 400;

    private const int MostByLetters = 200;

    private const string Kind = "case";

    private static readonly Dictionary<string, CaseDecision?> Words = new(StringComparer.Ordinal)
    {
        ["confirmed"] = CaseDecision.Confirmed,
        ["dismissed"] = CaseDecision.Dismissed,
        ["escalated"] = CaseDecision.Escalated,
        ["none"] = null,
    };

    public override bool IsTakenBack => Decided == null;

    /// <summary>Whether an id is one of a case that somebody may decide about: of a group, kind/what.</summary>
    public static bool IsDecidable(string id) =>
        id.Length <= MostLetters
        && !id.Any(char.IsControl)
        && !DeceptiveMarks.Has(id)
        && CaseBook.Kinds.Any(kind => id.StartsWith(kind + "/", StringComparison.Ordinal));

    public static bool TryReadWord(string word, out CaseDecision? decision) => Words.TryGetValue(word, out decision);

    public static string WordOf(CaseDecision? decision) => Words.First(word => word.Value == decision).Key;

    /// <summary>One line of JSON, without its end.</summary>
    public byte[] ToJson() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind = Kind,
                workspace = Workspace,
                id = Case,
                decision = WordOf(Decided),
                by = By,
                at = AtMicros is { } at ? Rfc3339.Format(at) : "",
            }
        );

    /// <returns>null: it is none.</returns>
    public static CaseOverride? TryParse(JsonElement json) =>
        TryReadWorkspace(json, Kind, out string workspace)
        && Text(json, "id") is { Length: > 0 and <= MostLetters } id
        && TryReadWord(Text(json, "decision"), out CaseDecision? decision)
            ? new CaseOverride(
                workspace,
                id,
                decision,
                Text(json, "by") is { Length: <= MostByLetters } by ? by : "",
                TryReadTime(Text(json, "at"), out long at) ? at : null
            )
            : null;
}
