using System.Reflection;
using System.Text;

namespace CreatorStream.Import;

/// <summary>Reads mappings from YAML; docs/import.md describes the format.</summary>
internal static class MappingFile
{
    private const string Prefix = "maps/";
    private const string Suffix = ".yaml";

    /// <summary>Names of the mappings that ship with the product.</summary>
    public static IReadOnlyList<string> Shipped =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name => name[Prefix.Length..^Suffix.Length])
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The mapping of a file or, where there is no such file, the shipped one of that name.</summary>
    /// <exception cref="YamlFileException">There is neither, or it says something wrong; names key and line.</exception>
    public static Mapping Load(string nameOrPath)
    {
        if (File.Exists(nameOrPath))
        {
            using var file = InputFile.Open(nameOrPath);
            using var text = new StreamReader(file.Text, new UTF8Encoding(false, true));
            try
            {
                return Parse(nameOrPath, text);
            }
            catch (DecoderFallbackException e)
            {
                throw new YamlFileException($"{nameOrPath}: {InputFile.BadCharacter}", e);
            }
        }
        Stream? resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + nameOrPath + Suffix);
        if (resource is null)
        {
            throw new YamlFileException(
                $"no mapping file '{nameOrPath}', and none of that name ships with the product "
                    + $"(there are: {string.Join(", ", Shipped)})"
            );
        }

        using var shipped = new StreamReader(resource);
        return Parse(nameOrPath, shipped);
    }

    /// <exception cref="YamlFileException">Says what is wrong, with key and line.</exception>
    public static Mapping Parse(string file, TextReader text)
    {
        var root = YamlKeys.Load(file, text);
        FactKind kind = root.Text("kind") switch
        {
            null or "events" => FactKind.Events,
            "counters" => FactKind.Counters,
            var other => throw root.Find("kind")!.Error($"'{other}' is neither events nor counters"),
        };
        string? format = root.Text("format");
        if (format is not (null or "csv" or "ndjson"))
        {
            throw root.Find("format")!.Error($"'{format}' is neither csv nor ndjson");
        }

        string delimiter = root.Text("delimiter") ?? ",";
        if (delimiter.Length != 1)
        {
            throw root.Find("delimiter")!.Error("a single character is wanted here (a tab: \"\\t\")");
        }

        YamlKeys? list = root.Find(kind == FactKind.Events ? "events" : "counters");
        if (list is null || list.Items().Count == 0)
        {
            throw root.Error($"'{(kind == FactKind.Events ? "events" : "counters")}' is missing: what a row makes");
        }

        var mapping = new Mapping(
            kind,
            format,
            delimiter,
            root.Find("columns")?.Texts(),
            root.Find("skip") is { } skip ? [.. skip.Items().Select(Conditions)] : [],
            [.. list.Items().Select(item => Event(item, kind))]
        );
        root.NoOthers();
        return mapping;
    }

    private static EventMapping Event(YamlKeys item, FactKind kind)
    {
        string[] known = kind == FactKind.Events ? Mapping.EventFields : Mapping.CounterFields;
        Condition[] when = item.Find("when") is { } conditions ? Conditions(conditions) : [];
        var fields = new List<FieldMapping>();
        foreach (string name in known)
        {
            if (item.Find(name) is { } found)
            {
                fields.Add(FieldReader.Read(name, found));
            }
        }

        item.NoOthers();
        Require(item, fields, kind == FactKind.Events ? ["id", "type", "time", "visitor"] : ["time", "platform"]);
        if (kind == FactKind.Counters && !fields.Any(field => field.Name is "content" or "account"))
        {
            throw item.Error("'content' or 'account' is missing: whose counters they are");
        }

        return new EventMapping(when, [.. fields]);
    }

    private static void Require(YamlKeys item, List<FieldMapping> fields, string[] names)
    {
        foreach (string name in names)
        {
            if (!fields.Any(field => field.Name == name))
            {
                throw item.Error($"'{name}' is missing");
            }
        }
    }

    /// <summary>One condition, or a list of which all must hold.</summary>
    public static Condition[] Conditions(YamlKeys node) => [.. node.Items().Select(item => One(item, []))];

    /// <param name="node">Holds <c>column</c> and one test.</param>
    /// <param name="besides">Keys that belong to the surroundings.</param>
    public static Condition One(YamlKeys node, string[] besides)
    {
        string column = node.Text("column") ?? throw node.Error("'column' is missing");
        var tests = new List<Func<string, bool>>();
        if (node.Text("is") is { } value)
        {
            tests.Add(Condition.Is(value));
        }

        if (node.Text("not") is { } other)
        {
            tests.Add(Condition.Not(other));
        }

        if (node.Find("in") is { } values)
        {
            tests.Add(Condition.In(values.Texts()));
        }

        if (node.Flag("empty") is { } empty)
        {
            tests.Add(Condition.Empty(empty));
        }

        if (node.Text("matches") is { } pattern)
        {
            tests.Add(Pattern(node.Find("matches")!, pattern));
        }

        foreach (string key in besides)
        {
            node.Find(key);
        }

        node.NoOthers();
        return tests.Count == 1
            ? new Condition(column, tests[0])
            : throw node.Error("one of 'is', 'not', 'in', 'empty', 'matches' is wanted");
    }

    private static Func<string, bool> Pattern(YamlKeys node, string pattern)
    {
        try
        {
            return Condition.Matches(pattern);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw node.Error($"no usable regular expression: {e.Message}");
        }
    }
}
