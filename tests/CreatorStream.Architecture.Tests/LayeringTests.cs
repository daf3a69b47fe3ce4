using System.Text.RegularExpressions;

namespace CreatorStream.Architecture.Tests;

public sealed class LayeringTests
{
    /// <summary>What the two innermost projects never touch: they compute on what they are given.</summary>
    private static readonly Regex OutsideWorld = new(
        @"^(NodaTime\.(SystemClock|ZonedClock)|System\.(TimeProvider|Console|IO\.(File|FileInfo|FileStream|Directory|DirectoryInfo|RandomAccess)"
            + @"|Net\.(Sockets|Http)\..*|Threading\.(Timer|PeriodicTimer)|Diagnostics\.(Process|Stopwatch)))$"
    );

    [Fact]
    public void Every_project_in_src_has_a_place_in_the_layering() =>
        Rule.Holds(
            "Every project in src has a place in the layering.",
            "give it one in Layers.cs, where the rule is, and in docs/architecture.md.",
            Layers.Projects().Where(p => Layers.MayReference(p.Project) is null).Select(p => p.File.Path)
        );

    [Fact]
    public void Project_references_point_one_way() =>
        Rule.Holds(
            "Dependencies point one way: Events <- Analytics <- Pipeline <- adapters <- Host; adapters don't know one another.",
            "take the reference out of the project file; let the outer project implement a port that the inner one declares.",
            from project in Layers.Projects()
            from reference in Layers.References(project.File, "ProjectReference")
            where !MayKnow(project.Project, reference)
            select $"{project.File.Path} references {reference}"
        );

    [Fact]
    public void Compiled_references_point_one_way() =>
        Rule.Holds(
            "Dependencies point one way, references that come along with others included.",
            "don't use that project's types here; let the outer project implement a port that the inner one declares.",
            from project in Layers.Projects()
            from assembly in Layers.Compiled(project.Project).Assemblies
            where assembly.StartsWith(Layers.Prefix, StringComparison.Ordinal) || assembly == "creatorstream"
            where !MayKnow(project.Project, assembly)
            select $"{project.Project} uses {assembly}"
        );

    [Fact]
    public void Libraries_are_used_only_where_they_belong() =>
        Rule.Holds(
            "Each outside library is used only by the projects that exist for it; Events and Analytics only what is listed for them.",
            "move the code to that project, behind a port; a new library gets its line in Layers.Libraries.",
            from project in Layers.Projects()
            from library in Layers
                .References(project.File, "PackageReference")
                .Concat(Layers.References(project.File, "FrameworkReference"))
                .Concat(Layers.Compiled(project.Project).Assemblies)
                .Distinct()
            where !MayUse(project.Project, library)
            select $"{project.Project} uses {library}"
        );

    [Fact]
    public void Events_and_analytics_touch_no_clock_file_or_network() =>
        Rule.Holds(
            "Events and Analytics have no I/O and no clock: they compute on what they are given.",
            "pass the value in (a time, a stream, a span) from Pipeline or an edge.",
            from project in Layers.Projects()
            where project.Project is "Events" or "Analytics"
            from type in Layers.Compiled(project.Project).Types
            where OutsideWorld.IsMatch(type)
            select $"{project.Project} uses {type}{Where(project.Project, type)}"
        );

    private static bool MayKnow(string project, string other) =>
        Layers.MayReference(project)?.Contains(other.Replace(Layers.Prefix, "")) ?? false;

    private static bool MayUse(string project, string library)
    {
        // The base class library is everyone's, but for its part that is listed (none so far is in the shared framework).
        (string Library, string[] Users) listed = Layers.Libraries.FirstOrDefault(l =>
            library.StartsWith(l.Library, StringComparison.Ordinal)
        );
        if (listed.Library is not null)
        {
            return listed.Users.Contains(project);
        }

        bool own =
            library.StartsWith(Layers.Prefix, StringComparison.Ordinal)
            || library.StartsWith("System.", StringComparison.Ordinal)
            || library == "creatorstream";
        return own || project is not ("Events" or "Analytics");
    }

    private static string Where(string project, string type)
    {
        var word = new Regex($@"\b{Regex.Escape(type[(type.LastIndexOf('.') + 1)..])}\b");
        IEnumerable<SourceFile> files = Repository
            .CSharp($"src/{Layers.Prefix}{project}")
            .Where(file => word.IsMatch(file.Code));
        return $" ({string.Join(", ", files.Select(file => file.Path))})";
    }
}
