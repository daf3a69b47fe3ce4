using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Pipeline.Views.Shapes;

/// <summary>An object with members in a fixed order, or an array with a place for each.</summary>
/// <param name="name">Of its definition in the schema; empty: it is described where it stands.</param>
/// <param name="inPlaces">Written as an array.</param>
public sealed class Record<T>(string name, string description, bool inPlaces = false) : Shape<T>
{
    private readonly List<Member> members = [];

    /// <summary>Adds a member.</summary>
    /// <param name="about">What its name and shape don't say.</param>
    /// <param name="isThere">null: always.</param>
    public Record<T> With<TPart>(
        string member,
        Shape<TPart> shape,
        Part<T, TPart> part,
        string about = "",
        Part<T, bool>? isThere = null
    )
    {
        members.Add(new Member<TPart>(member, shape, part, about, isThere));
        return this;
    }

    public override void Write(Utf8JsonWriter json, in T value)
    {
        if (inPlaces)
        {
            json.WriteStartArray();
            foreach (Member member in members)
            {
                member.Write(json, value);
            }
            json.WriteEndArray();
            return;
        }
        json.WriteStartObject();
        foreach (Member member in members)
        {
            if (member.IsThere == null || member.IsThere(value))
            {
                json.WritePropertyName(member.Encoded);
                member.Write(json, value);
            }
        }
        json.WriteEndObject();
    }

    public override JsonObject Describe(Definitions definitions)
    {
        JsonObject Schema() => inPlaces ? DescribePlaces(definitions) : DescribeMembers(definitions);
        return name.Length == 0 ? Schema() : definitions.Refer(name, this, Schema);
    }

    private JsonObject DescribeMembers(Definitions definitions)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (description.Length > 0)
        {
            schema["description"] = description;
        }
        schema["required"] = new JsonArray([
            .. members.Where(member => member.IsThere == null).Select(member => (JsonNode)member.Name),
        ]);
        schema["properties"] = new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Describe(definitions)))
        );
        schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject DescribePlaces(Definitions definitions) =>
        new()
        {
            ["type"] = "array",
            ["description"] = $"[{string.Join(", ", members.Select(member => member.Name))}]; {description}",
            ["items"] = new JsonObject
            {
                ["anyOf"] = new JsonArray([
                    .. members
                        .Select(member => member.Describe(definitions))
                        .DistinctBy(schema => schema.ToJsonString()),
                ]),
            },
            ["minItems"] = members.Count,
            ["maxItems"] = members.Count,
        };

    private abstract class Member(string name, Part<T, bool>? isThere)
    {
        public string Name => name;
        public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);
        public Part<T, bool>? IsThere => isThere;

        public abstract void Write(Utf8JsonWriter json, in T value);

        public abstract JsonObject Describe(Definitions definitions);
    }

    private sealed class Member<TPart>(
        string name,
        Shape<TPart> shape,
        Part<T, TPart> part,
        string about,
        Part<T, bool>? isThere
    ) : Member(name, isThere)
    {
        public override void Write(Utf8JsonWriter json, in T value) => shape.Write(json, part(value));

        public override JsonObject Describe(Definitions definitions)
        {
            JsonObject schema = shape.Describe(definitions);
            if (about.Length > 0)
            {
                schema["description"] = about;
            }
            return schema;
        }
    }
}
