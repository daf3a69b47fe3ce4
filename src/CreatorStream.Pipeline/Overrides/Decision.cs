using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>What a person decided about a visitor, as <see cref="Ports.LogStream.Decisions"/> keeps it, without the name.</summary>
public abstract record Decision(string Workspace, ErasedPerson Person)
{
    /// <summary>The identity of the visitor: <see cref="EventIdentity.Visitors"/>.</summary>
    /// <param name="secret">The log's.</param>
    public ulong VisitorOf(ulong secret)
    {
        // Events name the default workspace by nothing.
        string workspace = Workspace == Subject.DefaultWorkspace ? "" : Workspace;
        return new EventIdentity(secret).VisitorOf(System.Text.Encoding.UTF8.GetBytes(workspace), Person);
    }

    /// <returns>null: it is none of these. Others are others' business, and on Kafka anybody may write the topic.</returns>
    public static Decision? TryParse(JsonElement json, out string field, out string reason) =>
        Override.TryParse(json, out field, out reason) ?? (Decision?)Separation.TryParse(json);

    /// <summary>Reads whom a decision of some kind is about.</summary>
    protected static bool TryReadPerson(JsonElement json, string kind, out string workspace, out ErasedPerson person)
    {
        (workspace, person) = ("", default);
        if (
            json.ValueKind != JsonValueKind.Object
            || Text(json, "kind") != kind
            || !ErasedPerson.TryParse(System.Text.Encoding.UTF8.GetBytes(Text(json, "id")), out person)
        )
        {
            return false;
        }
        workspace = Text(json, "workspace") is { Length: > 0 } named ? named : Subject.DefaultWorkspace;
        return true;
    }

    protected static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
