using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>
/// What a person decided that an actor is: it wins over the verdict for as long as it stands, and the last word counts. As
/// <see cref="Ports.LogStream.Decisions"/> keeps it, without the name:
/// <c>{"kind":"override","workspace":"default","id":"24 hexadecimal digits","verdict":"authentic","by":"key:office"}</c>.
/// </summary>
/// <param name="Level">What the actor is; null: what its verdict says.</param>
public sealed record Override(string Workspace, ErasedPerson Person, VerdictLevel? Level)
{
    private const string Kind = "override";

    /// <summary>The words for it: the actor counts, doesn't, or is judged by its evidence again.</summary>
    private static readonly Dictionary<string, VerdictLevel?> Words = new(StringComparer.Ordinal)
    {
        ["authentic"] = VerdictLevel.Clear,
        ["inauthentic"] = VerdictLevel.Inauthentic,
        ["none"] = null,
    };

    /// <summary>The identity of the visitor: <see cref="EventIdentity.Visitors"/>.</summary>
    /// <param name="secret">The log's.</param>
    public ulong VisitorOf(ulong secret)
    {
        // Events name the default workspace by nothing.
        string workspace = Workspace == Subject.DefaultWorkspace ? "" : Workspace;
        return new EventIdentity(secret).VisitorOf(System.Text.Encoding.UTF8.GetBytes(workspace), Person);
    }

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
                verdict = Words.First(word => word.Value == Level).Key,
                by,
            }
        );

    /// <returns>null: it is none. Other decisions are others' business, and on Kafka anybody may write the topic.</returns>
    public static Override? TryParse(JsonElement json, out string field, out string reason)
    {
        (field, reason) = ("", "is no override");
        return
            json.ValueKind == JsonValueKind.Object
            && Text(json, "kind") == Kind
            && ErasedPerson.TryParse(System.Text.Encoding.UTF8.GetBytes(Text(json, "id")), out ErasedPerson person)
            && TryReadWord(Text(json, "verdict"), out VerdictLevel? level)
            ? new Override(
                Text(json, "workspace") is { Length: > 0 } named ? named : Subject.DefaultWorkspace,
                person,
                level
            )
            : null;
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
