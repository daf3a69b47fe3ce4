using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Tests;

/// <summary>Through which every view comes that a test reads: it must be as the schema says.</summary>
internal static class PublishedViews
{
    private static readonly JsonSchema Schema = JsonSchema.Read("views.schema.json");

    /// <summary>The campaigns that a workspace shows.</summary>
    public static IReadOnlyList<string> Campaigns(IViewSource views, string workspace) =>
        views.Get(ViewKey.OfWorkspace(workspace, ViewRegistry.Campaigns)) is { } list
            ? [.. list.Tables["rows"].Rows.Select(row => JsonSerializer.Deserialize<string>(row.Key)!)]
            : [];

    /// <param name="view">Its name.</param>
    /// <param name="body">Its figures and state as JSON.</param>
    public static JsonObject Read(string view, string body)
    {
        JsonObject read = JsonNode.Parse(body)!.AsObject();
        Assert.Empty(Schema.Complaints(char.ToUpperInvariant(view[0]) + view[1..], read));
        return read;
    }
}
