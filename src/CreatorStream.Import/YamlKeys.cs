using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CreatorStream.Import;

/// <summary>A YAML document that does not say what it should; the message names file, line and key.</summary>
public sealed class YamlFileException : Exception
{
    public YamlFileException() { }

    public YamlFileException(string message)
        : base(message) { }

    public YamlFileException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>
/// A place in a YAML document, which knows its path and line, so that every complaint can name them. Keys are asked
/// for by name; those nobody asked for are spelling mistakes (<see cref="NoOthers"/>).
/// </summary>
public sealed class YamlKeys
{
    private readonly string file;
    private readonly string path;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private YamlKeys(string file, string path, YamlNode node)
    {
        this.file = file;
        this.path = path;
        Node = node;
    }

    private YamlNode Node { get; }

    private long Line => Node.Start.Line;

    /// <summary>The scalar's text; null where this is no scalar.</summary>
    public string? Scalar => (Node as YamlScalarNode)?.Value;

    public bool IsMap => Node is YamlMappingNode;

    /// <summary>The document of a file; an empty one is an empty map.</summary>
    /// <exception cref="YamlFileException">No YAML, or more than one document.</exception>
    public static YamlKeys Load(string file, TextReader text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new YamlFileException($"{file}: line {e.Start.Line}: no YAML: {e.Message}", e);
        }
        if (stream.Documents.Count > 1)
        {
            throw new YamlKeys(file, "", stream.Documents[1].RootNode).Error(
                "a second document begins before here (---); one is wanted"
            );
        }
        return new YamlKeys(
            file,
            "",
            stream.Documents.Count > 0 ? stream.Documents[0].RootNode : new YamlMappingNode()
        );
    }

    public YamlFileException Error(string message) =>
        new($"{file}: line {Line}: {(path.Length == 0 ? "" : path + ": ")}{message}");

    public IReadOnlyList<string> Names => Node is YamlMappingNode map ? [.. map.Children.Keys.Select(NameOf)] : [];

    /// <summary>What stands under a key; null where it is absent.</summary>
    public YamlKeys? Find(string key)
    {
        if (Node is not YamlMappingNode map)
        {
            throw Error("keys and values are wanted here");
        }

        asked.Add(key);
        return map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node)
            ? new YamlKeys(file, path.Length == 0 ? key : $"{path}.{key}", node)
            : null;
    }

    /// <summary>The text under a key; null where it is absent.</summary>
    public string? Text(string key) =>
        Find(key) is { } found ? found.Scalar ?? throw found.Error("a single value is wanted here") : null;

    public bool? Flag(string key) =>
        Find(key) is { } found
            ? found.Scalar switch
            {
                "true" => true,
                "false" => false,
                _ => throw found.Error("true or false is wanted here"),
            }
            : null;

    /// <summary>The items of a list; of anything else, that alone.</summary>
    public IReadOnlyList<YamlKeys> Items() =>
        Node is YamlSequenceNode list
            ? [.. list.Children.Select((node, i) => new YamlKeys(file, $"{path}[{i}]", node))]
            : [this];

    public string[] Texts() =>
        [.. Items().Select(item => item.Scalar ?? throw item.Error("a single value is wanted here"))];

    /// <exception cref="YamlFileException">There are keys that nobody asked for.</exception>
    public void NoOthers()
    {
        foreach (string name in Names)
        {
            if (!asked.Contains(name))
            {
                throw Find(name)!
                    .Error($"unknown key; known here: {string.Join(", ", asked.Where(a => a != name).Order())}");
            }
        }
    }

    private string NameOf(YamlNode key) =>
        (key as YamlScalarNode)?.Value
        ?? throw new YamlKeys(file, path, key).Error(
            "a key that is no text; is it a template that was not filled in, such as {{ NAME }}?"
        );
}
