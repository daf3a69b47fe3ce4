using System.Diagnostics;

namespace CreatorStream.Architecture.Tests;

/// <summary>The repository's own files: what git tracks or would track, not what builds write.</summary>
internal static class Repository
{
    private static readonly HashSet<string> TextKinds =
    [
        ".cs",
        ".csproj",
        ".props",
        ".targets",
        ".sln",
        ".json",
        ".md",
        ".sh",
        ".mjs",
        ".js",
        ".ts",
        ".tsx",
        ".css",
        ".html",
        ".yaml",
        ".yml",
        ".txt",
        ".editorconfig",
        ".gitignore",
        "",
    ];

    private static readonly string[] BuildFolders =
    [
        ".git",
        ".stamps",
        ".local-feed",
        "bin",
        "obj",
        "node_modules",
        "dist",
        "generated",
        "TestResults",
    ];

    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<SourceFile>> AllFiles = new(() =>
        [.. (ListByGit() ?? ListByWalking()).Distinct().Order(StringComparer.Ordinal).Select(Read).OfType<SourceFile>()]
    );

    /// <summary>Text files under one of the folders; with no folder given, all of them.</summary>
    public static IEnumerable<SourceFile> Files(params string[] folders) =>
        AllFiles.Value.Where(file =>
            folders.Length == 0 || folders.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))
        );

    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        Files(folders).Where(file => file.Kind == ".cs");

    public static IEnumerable<SourceFile> TypeScript(params string[] folders) =>
        Files(folders).Where(file => file.Kind is ".ts" or ".tsx");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"no CreatorStream.sln above {AppContext.BaseDirectory}");
    }

    private static SourceFile? Read(string path)
    {
        var file = new FileInfo(Path.Combine(Root, path));
        if (!file.Exists || file.Length > 4_000_000 || !TextKinds.Contains(file.Extension))
        {
            return null;
        }

        return new SourceFile(path, file.Extension, File.ReadAllText(file.FullName));
    }

    /// <summary>Null in a copy of the sources that is no git work tree, or without git.</summary>
    private static List<string>? ListByGit()
    {
        var start = new ProcessStartInfo("git", "ls-files -z --cached --others --exclude-standard")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            // Drained beside the output, so that neither pipe fills up while the other is read.
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            string[] paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. paths] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> ListByWalking() =>
        Directory
            .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(BuildFolders.Contains));
}

/// <summary>A text file; its path is relative to the root, with slashes.</summary>
internal sealed record SourceFile(string Path, string Kind, string Text)
{
    private readonly Lazy<string> code = new(() => CSharpText.WithoutCommentsAndStrings(Text));

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Of a C# file: its text with comments and string contents blanked, every position unchanged.</summary>
    public string Code => code.Value;

    public int LineCount => Text.Count(c => c == '\n');

    public string At(int position) => $"{Path}:{1 + Text.AsSpan(0, position).Count('\n')}";
}
