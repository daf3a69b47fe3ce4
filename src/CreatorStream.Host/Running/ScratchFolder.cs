using CreatorStream.Host.Configuration;

namespace CreatorStream.Host.Running;

/// <summary>Where a process at scale puts files that are no loss. They have no names while they are in use.</summary>
internal static class ScratchFolder
{
    public static string Of(ServiceOptions options) =>
        Path.Combine(
            options.Data ?? Path.Combine(Path.GetTempPath(), $"creatorstream-{Environment.UserName}"),
            "scratch"
        );

    /// <summary>
    /// Makes it for nobody else, and deletes what killed processes of earlier versions left there: snapshots, with names
    /// of actors, which no erasure reaches.
    /// </summary>
    public static string Open(ServiceOptions options)
    {
        string path = Of(options);
        if (options.Data is { } data)
        {
            DataFolder.CreatePrivate(data);
        }
        else
        {
            DataFolder.CreatePrivate(Path.GetDirectoryName(path)!);
        }
        DataFolder.CreatePrivate(path);
        if (OperatingSystem.IsWindows())
        {
            // There the system deletes files as their process ends.
            return path;
        }
        try
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (string left in Directory.EnumerateFiles(path, "snapshots-*"))
            {
                File.Delete(left);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's, or read-only: a role that keeps nothing there needs none, and one that does is told when it writes.
        }
        return path;
    }
}
