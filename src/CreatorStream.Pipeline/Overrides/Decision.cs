using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>What a person decided, as <see cref="Ports.LogStream.Decisions"/> keeps it.</summary>
public abstract record Decision(string Workspace)
{
    /// <summary>Whether it only takes back what was decided before.</summary>
    public abstract bool IsTakenBack { get; }

    /// <returns>null: it is none of these. Others are others' business, and on Kafka anybody may write the topic.</returns>
    public static Decision? TryParse(JsonElement json, out string field, out string reason) =>
        Override.TryParse(json, out field, out reason)
        ?? (Decision?)Separation.TryParse(json)
        ?? AlertDecision.TryParse(json)
        ?? (Decision?)CaseOverride.TryParse(json);

    /// <returns>false: it is of another kind, or is no object.</returns>
    protected static bool TryReadWorkspace(JsonElement json, string kind, out string workspace)
    {
        workspace = "";
        if (json.ValueKind != JsonValueKind.Object || Text(json, "kind") != kind)
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

    protected static bool TryReadTime(string text, out long micros) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out micros) && Rfc3339.CanFormat(micros);
}
