using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreatorStream.Architecture.Tests;

/// <summary>The dashboard knows the rest of the repository only through the types generated from schemas/.</summary>
public sealed partial class DashboardTests
{
    [GeneratedRegex(@"(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)[""'](?<target>[^""'\n]+)[""']")]
    private static partial Regex Import();

    private static IEnumerable<(SourceFile File, string Target, string Place)> Imports() =>
        from file in Repository.TypeScript("dashboard/src")
        from Match match in Import().Matches(file.Text)
        select (file, match.Groups["target"].Value, file.At(match.Index));

    [Fact]
    public void Its_sources_import_nothing_from_outside_the_dashboard() =>
        Rule.Holds(
            "dashboard/src imports nothing from outside dashboard/src.",
            "use the contract types that `npm run generate` makes from schemas/ in src/contract/generated.",
            from import in Imports()
            where import.Target.StartsWith('.') || import.Target.StartsWith('/')
            let folder = Path.GetDirectoryName(Path.Combine(Repository.Root, import.File.Path))!
            let target = Path.GetFullPath(Path.Combine(folder, import.Target))
            where !target.StartsWith(Path.Combine(Repository.Root, "dashboard", "src"), StringComparison.Ordinal)
            select $"{import.Place}: {import.Target}"
        );

    [Fact]
    public void What_features_share_knows_none_of_them() =>
        Rule.Holds(
            "Only a feature of the dashboard, and main.tsx, imports from dashboard/src/features.",
            "move what is shared out of the feature, to parts, tables or figures.",
            from import in Imports()
            where import.Target.Contains("features/", StringComparison.Ordinal)
            where !import.File.Path.StartsWith("dashboard/src/features/", StringComparison.Ordinal)
            where import.File.Path != "dashboard/src/main.tsx"
            select $"{import.Place}: {import.Target}"
        );

    [Fact]
    public void Its_sources_import_only_packages_that_it_lists()
    {
        string path = Path.Combine(Repository.Root, "dashboard", "package.json");
        if (!File.Exists(path))
        {
            Assert.Empty(Imports());
            return;
        }
        using var manifest = JsonDocument.Parse(File.ReadAllText(path));
        var listed = new[] { "dependencies", "devDependencies" }
            .Where(kind => manifest.RootElement.TryGetProperty(kind, out _))
            .SelectMany(kind => manifest.RootElement.GetProperty(kind).EnumerateObject())
            .Select(package => package.Name)
            .ToHashSet();
        Rule.Holds(
            "dashboard/src imports only packages that dashboard/package.json lists, and nothing of Node's.",
            "add it with npm install, or do without; a browser has no node: modules.",
            from import in Imports()
            where !import.Target.StartsWith('.') && !import.Target.StartsWith('/')
            let parts = import.Target.Split('/')
            let package = import.Target.StartsWith('@') ? string.Join('/', parts.Take(2)) : parts[0]
            where !listed.Contains(package)
            select $"{import.Place}: {import.Target}"
        );
    }
}
