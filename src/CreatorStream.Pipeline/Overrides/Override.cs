using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>
/// What a person decided that an actor is: it wins over the verdict for as long as it stands, and the last word counts. As
/// <see cref="Ports.LogStream.Decisions"/> keeps it, without the name:
/// <c>{"kind":"override","workspace":"default","id":"24 hexadecimal digits","verdict":"authentic","by":"key:office"}</c>.
/// </summary>
/// <param name="Level">What the actor is; null: what its verdict says.</param>
public sealed record Override(string Workspace, ErasedPerson Person, VerdictLevel? Level)
    : PersonDecision(Workspace, Person)
{
    private const string Kind = "override";

    /// <summary>The words for it: the actor counts, doesn't, or is judged by its evidence again.</summary>
    private static readonly Dictionary<string, VerdictLevel?> Words = new(StringComparer.Ordinal)
    {
        ["authentic"] = VerdictLevel.Clear,
        ["inauthentic"] = VerdictLevel.Inauthentic,
        ["none"] = null,
    };

    public override bool IsTakenBack => Level == null;

    public static string WordOf(VerdictLevel? level) => Words.First(word => word.Value == level).Key;

    public static bool TryReadWord(string word, out VerdictLevel? level) => Words.TryGetValue(word, out level);

    /// <summary>One line of JSON, without its end.</summary>
    /// <param name="by">Who decided.</param>
    public byte[] ToJson(string by) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind = Kind,
                workspace = Workspace,
                id = Person.ToString(),
                verdict = WordOf(Level),
                by,
            }
        );

    /// <returns>null: it is none.</returns>
    public static new Override? TryParse(JsonElement json, out string field, out string reason)
    {
        (field, reason) = ("", "is no override");
        return
            TryReadPerson(json, Kind, out string workspace, out ErasedPerson person)
            && TryReadWord(Text(json, "verdict"), out VerdictLevel? level)
            ? new Override(workspace, person, level)
            : null;
    }
}
