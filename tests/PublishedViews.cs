using System.Text.Json.Nodes;

namespace CreatorStream.Tests;

/// <summary>Through which every view comes that a test reads: it must be as the schema says.</summary>
internal static class PublishedViews
{
    private static readonly JsonSchema Schema = JsonSchema.Read("views.schema.json");

    /// <param name="view">Its name.</param>
    /// <param name="body">Its figures and state as JSON.</param>
    public static JsonObject Read(string view, string body)
    {
        JsonObject read = JsonNode.Parse(body)!.AsObject();
        Assert.Empty(Schema.Complaints(char.ToUpperInvariant(view[0]) + view[1..], read));
        return read;
    }
}
