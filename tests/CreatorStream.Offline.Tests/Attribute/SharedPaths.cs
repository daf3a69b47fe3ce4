namespace CreatorStream.Offline.Tests.Attribute;

/// <summary>Published paths, with what other programs make of them; beside the repository, if they are there.</summary>
internal static class SharedPaths
{
    /// <summary>The path of a file among them; skips the test where it is missing.</summary>
    public static string File(params string[] names)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
        {
            folder = folder.Parent;
        }
        string[] parts = [folder?.FullName ?? "", "..", "shared", "data", "attribution", .. names];
        string path = Path.GetFullPath(Path.Combine(parts));
        Skip.IfNot(System.IO.File.Exists(path), "The paths for attribution are not beside the repository.");
        return path;
    }
}
