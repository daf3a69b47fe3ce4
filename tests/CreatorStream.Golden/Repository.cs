using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>Where the repository and the data beside it lie.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Golden(string world) =>
        Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "golden", world));

    public static List<JsonObject> Lines(string path) =>
        File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("CreatorStream.sln is in no folder above the tests.");
    }
}
