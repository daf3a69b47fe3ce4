using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CreatorStream.Architecture.Tests;

public sealed partial class ProjectFileTests
{
    /// <summary>Said once for all projects, in Directory.Build.props.</summary>
    private static readonly string[] SaidOnce =
    [
        "TargetFramework",
        "Nullable",
        "LangVersion",
        "TreatWarningsAsErrors",
        "ImplicitUsings",
    ];

    [GeneratedRegex(@"""resolved"":\s*""(?<address>https?://[^""]*)""")]
    private static partial Regex DownloadAddress();

    private static IEnumerable<SourceFile> Projects => Repository.Files().Where(file => file.Kind == ".csproj");

    [Fact]
    public void Package_versions_are_in_one_place() =>
        Rule.Holds(
            "Package versions are in Directory.Packages.props, and nowhere else.",
            "move the version there; the project file only names the package.",
            from file in Projects
            from item in XDocument.Parse(file.Text).Descendants("PackageReference")
            where item.Attributes().Any(IsVersion) || item.Elements().Any(e => e.Name.LocalName.Contains("Version"))
            select $"{file.Path}: {(string?)item.Attribute("Include")}"
        );

    [Fact]
    public void Common_settings_are_in_one_place() =>
        Rule.Holds(
            "What holds for all projects is in Directory.Build.props.",
            "take it out of the project file.",
            from file in Projects
            from element in XDocument.Parse(file.Text).Descendants()
            where SaidOnce.Contains(element.Name.LocalName)
            select $"{file.Path}: {element.Name.LocalName}"
        );

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "CreatorStream.sln")).Replace('\\', '/');
        Rule.Holds(
            "Every project is in the solution: the tests build and run what is there.",
            "run: dotnet sln add PROJECT.",
            Projects.Where(file => !solution.Contains($"\"{file.Path}\"")).Select(file => file.Path)
        );
    }

    /// <summary>A lock file pins versions and checksums; where from is the affair of who installs.</summary>
    [Fact]
    public void Lock_files_name_no_registry() =>
        Rule.Holds(
            "package-lock.json names no download addresses.",
            "make it anew with: npm install --package-lock-only --omit-lockfile-registry-resolved.",
            from file in Repository.Files()
            where file.Name == "package-lock.json"
            let match = DownloadAddress().Match(file.Text)
            where match.Success
            select $"{file.At(match.Index)}: {match.Groups["address"].Value}"
        );

    private static bool IsVersion(XAttribute attribute) => attribute.Name.LocalName is "Version" or "VersionOverride";
}
