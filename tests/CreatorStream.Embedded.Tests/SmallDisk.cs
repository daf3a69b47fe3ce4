using System.Diagnostics;

namespace CreatorStream.Embedded.Tests;

/// <summary>A file system of 8 MB in memory, with some ballast that can be taken away.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo disk = Directory.CreateTempSubdirectory("creatorstream-disk-");
    private readonly bool isMounted;

    /// <exception cref="SkipException">It can't be mounted here.</exception>
    public SmallDisk()
    {
        isMounted =
            Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.FullName);
        if (!isMounted)
        {
            Dispose();
        }
        Skip.IfNot(isMounted, "Mounting a small disk needs root on Linux.");
        File.WriteAllBytes(Ballast, new byte[3_000_000]);
        Folder = Directory.CreateDirectory(Path.Combine(disk.FullName, "data")).FullName;
    }

    public string Folder { get; }

    private string Ballast => Path.Combine(disk.FullName, "ballast");

    /// <returns>Whether that works here.</returns>
    public bool MountReadOnly() => Run("mount", "-o", "remount,ro", disk.FullName);

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        if (isMounted)
        {
            Run("umount", "--lazy", disk.FullName);
        }
        disk.Delete();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program here.
            return false;
        }
    }
}
