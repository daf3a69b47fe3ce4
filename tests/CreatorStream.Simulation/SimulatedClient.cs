using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Serve;

namespace CreatorStream.Simulation;

/// <summary>A dashboard that looks now and then: it has one snapshot and applies deltas, as the page does.</summary>
internal sealed class SimulatedClient(Random random)
{
    private readonly Dictionary<ViewKey, (ViewDocument Seen, JsonObject Figures)> views = [];

    /// <summary>After a connection broke: all begins with a snapshot.</summary>
    public void Disconnect() => views.Clear();

    /// <summary>Looks at some of the views; the others stay as old as they are.</summary>
    public void Look(IViewSource store, string workspace, bool atAll)
    {
        foreach (string campaign in PublishedViews.Campaigns(store, workspace))
        {
            foreach (string view in (ReadOnlySpan<string>)["overview", "creators", "content"])
            {
                if (atAll || random.Next(2) == 0)
                {
                    Look(store, new ViewKey(workspace, campaign, view));
                }
            }
        }
    }

    /// <summary>What it shows, or null.</summary>
    public JsonObject? Figures(ViewKey key) =>
        views.TryGetValue(key, out (ViewDocument Seen, JsonObject Figures) view) ? view.Figures : null;

    /// <summary>What who asks over HTTP gets, with rows in the order of their keys, as a client shows them.</summary>
    public static JsonObject Whole(ViewDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ViewJson.WriteView(buffer, document);
        JsonObject figures = PublishedViews.Read(document.Key.View, Encoding.UTF8.GetString(buffer.WrittenSpan))[
            "figures"
        ]!.AsObject();
        figures.Parent!.AsObject().Remove("figures");
        Sort(figures);
        return figures;
    }

    private void Look(IViewSource store, ViewKey key)
    {
        if (store.Get(key) is not { } newest)
        {
            return;
        }
        if (!views.TryGetValue(key, out (ViewDocument Seen, JsonObject Figures) view))
        {
            JsonElement snapshot = ViewJson.Snapshot(newest, 1);
            JsonObject figures = JsonObject.Create(snapshot.GetProperty("figures"))!;
            Sort(figures);
            views[key] = (newest, figures);
            return;
        }
        if (ViewJson.Delta(view.Seen, newest, 1) is { } delta)
        {
            Apply(view.Figures, delta);
        }
        views[key] = (newest, view.Figures);
    }

    private static void Apply(JsonObject figures, JsonElement delta)
    {
        foreach (JsonProperty field in delta.GetProperty("fields").EnumerateObject())
        {
            figures[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }
        foreach (JsonProperty table in delta.GetProperty("tables").EnumerateObject())
        {
            var rows = figures[table.Name]!.AsArray().ToDictionary(row => KeyOf(row!), row => row!.DeepClone());
            foreach (JsonElement row in table.Value.GetProperty("set").EnumerateArray())
            {
                JsonNode node = JsonNode.Parse(row.GetRawText())!;
                rows[KeyOf(node)] = node;
            }
            foreach (JsonElement key in table.Value.GetProperty("drop").EnumerateArray())
            {
                Assert.True(rows.Remove(key.GetString()!));
            }
            figures[table.Name] = new JsonArray([.. rows.Values]);
        }
        Sort(figures);
    }

    private static void Sort(JsonObject figures)
    {
        if (figures["rows"] is JsonArray rows)
        {
            figures["rows"] = new JsonArray([
                .. rows.OrderBy(row => KeyOf(row!), StringComparer.Ordinal).Select(row => row!.DeepClone()),
            ]);
        }
    }

    private static string KeyOf(JsonNode row) =>
        (string?)row["creator"] is { } creator && row["content"] == null ? creator : (string)row["content"]!;
}
