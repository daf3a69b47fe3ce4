using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace CreatorStream.Architecture.Tests;

/// <summary>Which project may know which: Events ← Analytics ← Pipeline ← the adapters ← Host; Arrow beside Analytics.</summary>
internal static class Layers
{
    public const string Prefix = "CreatorStream.";
    public static readonly string[] Adapters = ["Embedded", "Kafka", "Redis", "Collect", "Serve"];

    /// <summary>What commands do beside running the service.</summary>
    public static readonly string[] Programs = ["Import", "Worlds", "Bench", "Offline"];

    /// <summary>Those that meet the world: here time enters.</summary>
    public static readonly string[] Edges = [.. Adapters, .. Programs, "Connectors", "Host"];

    /// <summary>What a project may reference; null for a project that has no place in the layering.</summary>
    public static string[]? MayReference(string project) =>
        project switch
        {
            "Events" => [],
            "Arrow" => ["Events"],
            "Analytics" => ["Events"],
            "Pipeline" => ["Events", "Analytics"],
            "Import" => ["Events"],
            "Worlds" => ["Events", "Import"],
            "Offline" => ["Events", "Analytics", "Import"],
            "Bench" => ["Events", "Arrow", "Analytics", "Pipeline", "Kafka", "Import"],
            "Connectors" => ["Events", "Pipeline", "Collect", "Import"],
            "Host" => ["Events", "Arrow", "Analytics", "Pipeline", "Connectors", .. Adapters, .. Programs],
            "Kafka" => ["Events", "Arrow", "Analytics", "Pipeline"],
            _ when Adapters.Contains(project) => ["Events", "Analytics", "Pipeline"],
            _ => null,
        };

    /// <summary>Who may use an outside library, by the beginning of its name. One that is not listed: anyone but the
    /// two innermost projects, which use none.</summary>
    public static readonly (string Library, string[] Users)[] Libraries =
    [
        // Calendars and time zones are mathematics; its clock is not, and is barred in LayeringTests.
        ("NodaTime", ["Analytics", "Pipeline", .. Edges]),
        ("System.Reactive", ["Pipeline", .. Edges]),
        ("Microsoft.Extensions.Logging", ["Pipeline", .. Edges]),
        ("Microsoft.Data.Sqlite", ["Embedded"]),
        ("SQLitePCL", ["Embedded"]),
        ("Confluent.Kafka", ["Kafka"]),
        ("StackExchange.Redis", ["Redis"]),
        ("Microsoft.AspNetCore", ["Collect", "Connectors", "Serve", "Host"]),
        ("OpenTelemetry", ["Host"]),
        ("MailKit", ["Connectors"]),
        ("MimeKit", ["Connectors"]),
        ("Polly", ["Import"]),
        ("System.CommandLine", [.. Programs, "Host"]),
        ("Spectre.Console", ["Import", "Worlds", "Offline", "Host"]),
        ("CsvHelper", ["Import"]),
        ("YamlDotNet", ["Import", "Host"]),
    ];

    /// <summary>The projects in src, without the common prefix.</summary>
    public static IEnumerable<(string Project, SourceFile File)> Projects() =>
        Repository
            .Files("src")
            .Where(file => file.Kind == ".csproj")
            .Select(file => (Path.GetFileNameWithoutExtension(file.Name).Replace(Prefix, ""), file));

    public static IEnumerable<string> References(SourceFile project, string kind) =>
        XDocument
            .Parse(project.Text)
            .Descendants(kind)
            .Select(item => (string?)item.Attribute("Include"))
            .OfType<string>()
            .Select(include => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(include) : include);

    /// <summary>The referenced assemblies and the types of others that a compiled project uses.</summary>
    public static (List<string> Assemblies, List<string> Types) Compiled(string project)
    {
        string name = project == "Host" ? "creatorstream.dll" : $"{Prefix}{project}.dll";
        string path = Path.Combine(AppContext.BaseDirectory, name);
        Assert.True(
            File.Exists(path),
            $"{name} is not beside the architecture tests: reference the project from Host or from these tests"
        );
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        IEnumerable<string> assemblies = reader
            .AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle))
            .Select(reference => reader.GetString(reference.Name));
        IEnumerable<string> types = reader
            .TypeReferences.Select(handle => reader.GetTypeReference(handle))
            .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
        return ([.. assemblies], [.. types]);
    }
}
