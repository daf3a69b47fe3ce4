using System.Text;

namespace CreatorStream.Analytics.Tests;

/// <summary>Labelled public data beside the repository, where the machine has them.</summary>
internal static class SharedData
{
    /// <summary>The path of a file among them; skips the test where it is missing.</summary>
    public static string File(params string[] names)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
        {
            folder = folder.Parent;
        }
        string[] parts = [folder?.FullName ?? "", "..", "shared", "data", .. names];
        string path = Path.GetFullPath(Path.Combine(parts));
        Skip.IfNot(System.IO.File.Exists(path), $"The data '{names[0]}' are not beside the repository.");
        return path;
    }

    /// <summary>Rows of CSV without the header line; quotes as in RFC 4180.</summary>
    public static IEnumerable<string[]> Csv(string path)
    {
        List<string> row = [];
        var field = new StringBuilder();
        bool isQuoted = false;
        bool isHeader = true;
        foreach (char c in System.IO.File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (c == '"')
            {
                // A doubled quote closes and opens again: only then there is one in the field.
                if (!isQuoted && field.Length > 0)
                {
                    field.Append('"');
                }
                isQuoted = !isQuoted;
            }
            else if (isQuoted || c is not (',' or '\n'))
            {
                field.Append(c);
            }
            else
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    if (!isHeader)
                    {
                        yield return [.. row];
                    }
                    isHeader = false;
                    row.Clear();
                }
            }
        }
    }
}
