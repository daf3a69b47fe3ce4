using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Pipeline.Views.Shapes;

/// <summary>Shapes that are made of others.</summary>
public static class Lists
{
    public static Shape<IReadOnlyList<T>> Of<T>(Shape<T> item) => new Items<T>(item);

    /// <summary>Values by names, of which any may be absent.</summary>
    public static Shape<IEnumerable<KeyValuePair<string, T>>> ByName<T>(
        string name,
        string description,
        Shape<T> value
    ) => new Named<T>(name, description, value);

    public static Shape<T?> OrNull<T>(Shape<T> shape)
        where T : class => new Optional<T>(shape);

    private sealed class Items<T>(Shape<T> item) : Shape<IReadOnlyList<T>>
    {
        public override void Write(Utf8JsonWriter json, in IReadOnlyList<T> value)
        {
            json.WriteStartArray();
            for (int i = 0; i < value.Count; i++)
            {
                item.Write(json, value[i]);
            }
            json.WriteEndArray();
        }

        public override JsonObject Describe(Definitions definitions) =>
            new() { ["type"] = "array", ["items"] = item.Describe(definitions) };
    }

    private sealed class Named<T>(string name, string description, Shape<T> value)
        : Shape<IEnumerable<KeyValuePair<string, T>>>
    {
        public override void Write(Utf8JsonWriter json, in IEnumerable<KeyValuePair<string, T>> values)
        {
            json.WriteStartObject();
            foreach ((string key, T of) in values)
            {
                json.WritePropertyName(key);
                value.Write(json, of);
            }
            json.WriteEndObject();
        }

        public override JsonObject Describe(Definitions definitions) =>
            definitions.Refer(
                name,
                this,
                () =>
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["description"] = description,
                        ["additionalProperties"] = value.Describe(definitions),
                    }
            );
    }

    private sealed class Optional<T>(Shape<T> shape) : Shape<T?>
        where T : class
    {
        public override void Write(Utf8JsonWriter json, in T? value)
        {
            if (value == null)
            {
                json.WriteNullValue();
            }
            else
            {
                shape.Write(json, value);
            }
        }

        public override JsonObject Describe(Definitions definitions) =>
            new() { ["oneOf"] = new JsonArray(shape.Describe(definitions), new JsonObject { ["type"] = "null" }) };
    }
}
