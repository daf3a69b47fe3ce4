using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Tests;

/// <summary>Holds JSON against a schema, as far as the schemas of this repository go; fails on a keyword it doesn't know.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly string[] Remarks = ["description", "title", "$schema", "$id", "scope", "tables"];

    public static JsonSchema Read(string name) => new(JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsObject());

    /// <summary>Where a schema of this repository lies.</summary>
    public static string PathOf(string name) => Path.Combine(Path.GetDirectoryName(Here())!, "..", "schemas", name);

    /// <returns>Every place where a value is not as a definition of the schema says.</returns>
    public IReadOnlyList<string> Complaints(string definition, JsonNode? value)
    {
        var complaints = new List<string>();
        Check(root["$defs"]![definition]!.AsObject(), value, definition, complaints);
        return complaints;
    }

    private static string Here([CallerFilePath] string file = "") => file;

    private void Check(JsonObject schema, JsonNode? value, string place, List<string> complaints)
    {
        foreach ((string keyword, JsonNode? says) in schema)
        {
            switch (keyword)
            {
                case "$ref":
                    Check(
                        root["$defs"]![says!.GetValue<string>().Split('/')[^1]]!.AsObject(),
                        value,
                        place,
                        complaints
                    );
                    break;
                case "type":
                    if (!IsOneOf(value, says!))
                    {
                        complaints.Add($"{place}: {value?.ToJsonString() ?? "null"} is no {says!.ToJsonString()}");
                    }
                    break;
                case "enum":
                    if (!says!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)))
                    {
                        complaints.Add($"{place}: {value?.ToJsonString() ?? "null"} is none of {says.ToJsonString()}");
                    }
                    break;
                case "oneOf":
                    var all = says!.AsArray().Select(one => Tried(one!.AsObject(), value, place)).ToList();
                    if (all.Count(tried => tried.Count == 0) != 1)
                    {
                        complaints.AddRange(all.MaxBy(tried => tried.Count) ?? []);
                    }
                    break;
                case "required":
                    complaints.AddRange(
                        says!
                            .AsArray()
                            .Select(name => name!.GetValue<string>())
                            .Where(name => value is JsonObject with && !with.ContainsKey(name))
                            .Select(name => $"{place}: {name} is missing")
                    );
                    break;
                case "properties" when value is JsonObject members:
                    foreach ((string name, JsonNode? member) in members)
                    {
                        if (says![name] is JsonObject of)
                        {
                            Check(of, member, $"{place}.{name}", complaints);
                        }
                    }
                    break;
                case "additionalProperties" when value is JsonObject others:
                    foreach ((string name, JsonNode? member) in others)
                    {
                        if (schema["properties"]?[name] != null)
                        {
                            continue;
                        }
                        if (says is JsonObject of)
                        {
                            Check(of, member, $"{place}.{name}", complaints);
                        }
                        else if (!says!.GetValue<bool>())
                        {
                            complaints.Add($"{place}: {name} is not in the schema");
                        }
                    }
                    break;
                case "anyOf":
                    if (says!.AsArray().All(one => Tried(one!.AsObject(), value, place).Count > 0))
                    {
                        complaints.Add($"{place}: {value?.ToJsonString() ?? "null"} is none of {says.ToJsonString()}");
                    }
                    break;
                case "minItems" when value is JsonArray few && few.Count < says!.GetValue<int>():
                case "maxItems" when value is JsonArray many && many.Count > says!.GetValue<int>():
                    complaints.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: breaks {keyword} {says}"));
                    break;
                case "items" when value is JsonArray items:
                    for (int i = 0; i < items.Count; i++)
                    {
                        Check(says!.AsObject(), items[i], $"{place}[{i}]", complaints);
                    }
                    break;
                case "properties" or "items" or "additionalProperties" or "minItems" or "maxItems":
                    break;
                default:
                    Assert.Contains(keyword, Remarks);
                    break;
            }
        }
    }

    private List<string> Tried(JsonObject schema, JsonNode? value, string place)
    {
        var complaints = new List<string>();
        Check(schema, value, place, complaints);
        return complaints;
    }

    /// <param name="types">The name of one, or a list of them.</param>
    private static bool IsOneOf(JsonNode? value, JsonNode types) =>
        types is JsonArray several
            ? several.Any(type => Is(value, type!.GetValue<string>()))
            : Is(value, types.GetValue<string>());

    private static bool Is(JsonNode? value, string type) =>
        type switch
        {
            "null" => value == null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value?.GetValueKind() == JsonValueKind.String,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "number" => value?.GetValueKind() == JsonValueKind.Number,
            "integer" => value is JsonValue number
                && number.GetValueKind() == JsonValueKind.Number
                && (number.TryGetValue(out long _) || long.TryParse(value.ToJsonString(), out _)),
            _ => throw new InvalidDataException($"The type {type} is not known here."),
        };
}
