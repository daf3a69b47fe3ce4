using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Serve.Tests;

/// <summary>What a dashboard shows: a snapshot, and deltas applied to it in order.</summary>
internal sealed class Screen
{
    private readonly SortedDictionary<string, JsonNode?> fields = [];
    private readonly SortedDictionary<string, SortedDictionary<string, JsonNode?>> tables = [];
    private JsonNode? state;

    public long Seq { get; private set; }

    public int Messages { get; private set; }

    public void Snapshot(JsonElement message)
    {
        fields.Clear();
        tables.Clear();
        foreach (JsonProperty figure in message.GetProperty("figures").EnumerateObject())
        {
            if (figure.Value.ValueKind == JsonValueKind.Array)
            {
                tables[figure.Name] = new(StringComparer.Ordinal);
                Set(figure.Name, figure.Value);
            }
            else
            {
                fields[figure.Name] = Node(figure.Value);
            }
        }
        state = Node(message.GetProperty("state"));
        Seq = message.GetProperty("seq").GetInt64();
        Messages++;
    }

    public void Delta(JsonElement message)
    {
        Assert.Equal(Seq + 1, message.GetProperty("seq").GetInt64());
        foreach (JsonProperty field in message.GetProperty("fields").EnumerateObject())
        {
            fields[field.Name] = Node(field.Value);
        }
        foreach (JsonProperty table in message.GetProperty("tables").EnumerateObject())
        {
            Set(table.Name, table.Value.GetProperty("set"));
            foreach (JsonElement key in table.Value.GetProperty("drop").EnumerateArray())
            {
                // What is dropped was there.
                Assert.True(tables[table.Name].Remove(key.GetRawText()));
            }
        }
        state = Node(message.GetProperty("state"));
        Seq++;
        Messages++;
    }

    public JsonNode Whole()
    {
        var figures = new JsonObject(fields.Select(of => KeyValuePair.Create(of.Key, of.Value?.DeepClone())));
        foreach ((string name, SortedDictionary<string, JsonNode?> rows) in tables)
        {
            figures[name] = new JsonArray([.. rows.Values.Select(row => row?.DeepClone())]);
        }
        return new JsonObject { ["figures"] = figures, ["state"] = state?.DeepClone() };
    }

    private void Set(string table, JsonElement rows)
    {
        foreach (JsonElement row in rows.EnumerateArray())
        {
            tables[table][row.GetProperty("id").GetRawText()] = Node(row);
        }
    }

    private static JsonNode? Node(JsonElement json) => JsonNode.Parse(json.GetRawText());
}
