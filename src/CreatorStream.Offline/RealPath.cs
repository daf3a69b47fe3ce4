namespace CreatorStream.Offline;

/// <summary>Where a path leads, over links in any part of it: two paths to the same file have the same.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <returns>The full path; of what is not there yet, where it would be. In a circle of links, one of them.</returns>
    public static string Of(string path)
    {
        string real = Path.GetFullPath(path);
        for (int i = 0; i < MostLinks && AfterFirstLink(real) is { } next; i++)
        {
            real = next;
        }
        return Path.TrimEndingDirectorySeparator(real);
    }

    /// <summary>The path with its first link replaced by what it leads to; null: there is none.</summary>
    private static string? AfterFirstLink(string path)
    {
        string at = Path.GetPathRoot(path)!;
        string[] parts = path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            string folder = at;
            at = Path.Combine(folder, parts[i]);
            if (new FileInfo(at).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([folder, target, .. parts[(i + 1)..]]));
            }
        }
        return null;
    }
}
