using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CreatorStream.Import;

/// <summary>A catalog entry as JSON, <c>{"kind","id",…}</c>, and the line where it begins.</summary>
public sealed record CatalogFileEntry(long Line, string Kind, string Id, string Json);

/// <summary>A catalog file can't be used; the message names file and line.</summary>
public sealed class CatalogFileException : Exception
{
    public CatalogFileException() { }

    public CatalogFileException(string message)
        : base(message) { }

    public CatalogFileException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>
/// Reads catalog files: NDJSON, or YAML as a list of entries, each with its <c>kind</c>, or as one list a kind
/// (<c>campaigns:</c>, <c>creators:</c>, …). YAML values stay texts, so that amounts lose nothing. What the service
/// checks of an entry alone is left to it; here is what only the file can show.
/// </summary>
public static class CatalogFile
{
    private static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["workspaces"] = "workspace",
        ["workspace"] = "workspace",
        ["campaigns"] = "campaign",
        ["creators"] = "creator",
        ["content"] = "content",
        ["codes"] = "code",
        ["links"] = "link",
        ["costs"] = "cost",
        ["rates"] = "rate",
        ["emv_rates"] = "emv_rate",
    };

    // They reorder what is shown: a name could look like another one.
    private static readonly SearchValues<char> BidiControls = SearchValues.Create(
        "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
    );

    /// <exception cref="CatalogFileException">What is wrong, with its line; nothing of the file should be used.</exception>
    /// <exception cref="IOException">No such file.</exception>
    public static IReadOnlyList<CatalogFileEntry> Read(string path)
    {
        try
        {
            using var file = InputFile.Open(path);
            using var reader = new StreamReader(file.Text, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Parse(path, reader.ReadToEnd());
        }
        catch (Exception e) when (e is InputException or DecoderFallbackException or InvalidDataException)
        {
            throw new CatalogFileException($"{path}: {InputFile.Reason(e)}", e);
        }
    }

    /// <exception cref="CatalogFileException">What is wrong, with its line.</exception>
    public static IReadOnlyList<CatalogFileEntry> Parse(string path, string text)
    {
        var entries = new List<CatalogFileEntry>();
        var lines = new Dictionary<(string Workspace, string Kind, string Id), long>();
        foreach (
            (long line, JsonObject? entry) in text.TrimStart().StartsWith('{') ? Ndjson(path, text) : Yaml(path, text)
        )
        {
            string kind = Required(path, line, entry, "kind");
            string id = Required(path, line, entry, "id");
            if (!Sections.ContainsValue(kind))
            {
                throw Error(
                    path,
                    line,
                    $"kind: '{kind}' is unknown; known: {string.Join(", ", Sections.Values.Distinct())}"
                );
            }

            (string, string kind, string id) key = (entry["workspace"]?.ToString() ?? "default", kind, id);
            if (!lines.TryAdd(key, line))
            {
                throw Error(path, line, $"id: a {kind} '{id}' is in line {lines[key]} already");
            }

            CheckDates(path, line, entry, "start", "end");
            CheckDates(path, line, entry, "from", "to");
            foreach ((string? name, JsonNode? value) in entry)
            {
                if (value is JsonValue && value.ToString().AsSpan().ContainsAny(BidiControls))
                {
                    throw Error(path, line, $"{name}: holds characters that change the direction of text");
                }
            }

            entries.Add(new CatalogFileEntry(line, kind, id, entry.ToJsonString()));
        }
        return entries;
    }

    private static CatalogFileException Error(string path, long line, string reason) =>
        new($"{path}: line {line}: {reason}");

    private static string Required(string path, long line, JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.ToString() is { Length: > 0 } text
            ? text
            : throw Error(path, line, $"{name}: is missing");

    private static void CheckDates(string path, long line, JsonObject entry, string first, string last)
    {
        if (Date(first) is { } from && Date(last) is { } to && to < from)
        {
            throw Error(path, line, $"{last}: {to:yyyy-MM-dd} is before {first}, {from:yyyy-MM-dd}");
        }

        DateOnly? Date(string name)
        {
            if (entry[name] is not { } value)
            {
                return null;
            }

            return DateOnly.TryParseExact(
                value.ToString(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                0,
                out DateOnly date
            )
                ? date
                : throw Error(path, line, $"{name}: '{value}' is no date (2026-11-21)");
        }
    }

    private static IEnumerable<(long, JsonObject)> Ndjson(string path, string text)
    {
        long number = 0L;
        foreach (string line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            JsonNode? node;
            try
            {
                node = JsonNode.Parse(line, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            }
            catch (JsonException e)
            {
                throw Error(path, number, $"no JSON: {e.Message}");
            }
            yield return (number, node as JsonObject ?? throw Error(path, number, "no JSON object"));
        }
    }

    private static IEnumerable<(long, JsonObject)> Yaml(string path, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw Error(path, e.Start.Line, $"no YAML: {e.Message}");
        }
        foreach (YamlDocument document in stream.Documents)
        {
            if (document.RootNode is YamlSequenceNode list)
            {
                foreach (YamlNode item in list)
                {
                    yield return (item.Start.Line, Entry(path, item, null));
                }
            }
            else if (document.RootNode is YamlMappingNode sections)
            {
                foreach ((YamlNode? name, YamlNode? items) in sections)
                {
                    if (!Sections.TryGetValue(name.ToString(), out string? kind))
                    {
                        throw Error(path, name.Start.Line, $"'{name}' is none of {string.Join(", ", Sections.Keys)}");
                    }

                    foreach (YamlNode item in items is YamlSequenceNode several ? several.Children : [items])
                    {
                        yield return (item.Start.Line, Entry(path, item, kind));
                    }
                }
            }
            else
            {
                throw Error(path, document.RootNode.Start.Line, "a list of entries is wanted");
            }
        }
    }

    private static JsonObject Entry(string path, YamlNode node, string? kind)
    {
        JsonObject entry =
            Json(node) as JsonObject ?? throw Error(path, node.Start.Line, "an entry with kind and id is wanted");
        if (kind is not null)
        {
            entry.TryAdd("kind", kind);
        }

        return entry;
    }

    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Select(m => KeyValuePair.Create(m.Key.ToString(), Json(m.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
            _ => ((YamlScalarNode)node).Value,
        };
}
