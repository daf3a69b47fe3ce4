using System.Runtime.Versioning;
using CreatorStream.Host.Configuration;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Running;

/// <summary>Where a process at scale puts files that are no loss, for nobody else. They have no names while they are in use.</summary>
/// <param name="path">The folder.</param>
/// <param name="isTemporary">It is this process' alone, and goes with it.</param>
internal sealed class ScratchFolder(string path, bool isTemporary) : IDisposable
{
    public string Path => path;

    /// <summary>
    /// Makes it in the data folder, and deletes what killed processes of earlier versions left there: snapshots, with names of
    /// actors, which no erasure reaches. Without a data folder it has a name that nobody can guess: else another user of the
    /// machine could have made it before, as a link to what this process may change.
    /// </summary>
    public static ScratchFolder Open(ServiceOptions options)
    {
        if (options.Data is not { } data)
        {
            return new ScratchFolder(Directory.CreateTempSubdirectory("creatorstream-scratch-").FullName, true);
        }
        PrivateFolder.Create(data);
        string path = System.IO.Path.Combine(data, "scratch");
        PrivateFolder.Create(path);
        // On Windows the system deletes files as their process ends.
        if (!OperatingSystem.IsWindows())
        {
            Clear(path);
        }
        return new ScratchFolder(path, isTemporary: false);
    }

    public void Dispose()
    {
        try
        {
            if (isTemporary)
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty folder is left, at most.
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Clear(string path)
    {
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
    }
}
