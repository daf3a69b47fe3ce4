using System.Text.Json.Nodes;

namespace CreatorStream.Pipeline.Views.Shapes;

/// <summary>The named parts of a schema. Each name is described once, and everything else refers to it.</summary>
public sealed class Definitions
{
    private readonly SortedDictionary<string, (object Owner, JsonObject? Schema)> named = new(StringComparer.Ordinal);

    /// <returns>A reference to the definition.</returns>
    /// <exception cref="InvalidOperationException">Another shape has this name.</exception>
    public JsonObject Refer(string name, object owner, Func<JsonObject> describe)
    {
        if (!named.TryGetValue(name, out (object Owner, JsonObject? Schema) known))
        {
            named[name] = (owner, null);
            named[name] = (owner, describe());
        }
        else if (!ReferenceEquals(known.Owner, owner))
        {
            throw new InvalidOperationException($"Two shapes have the name {name}.");
        }
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    public JsonObject ToJson() => new(named.Select(of => KeyValuePair.Create(of.Key, (JsonNode?)of.Value.Schema)));
}
