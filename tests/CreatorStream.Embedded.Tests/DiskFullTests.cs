using System.Diagnostics;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests;

/// <summary>A disk that is full: a file system of a few megabytes in memory.</summary>
public class DiskFullTests
{
    [SkippableFact]
    public async Task When_the_disk_is_full_nothing_is_acknowledged_and_when_there_is_room_it_goes_on()
    {
        DirectoryInfo disk = Directory.CreateTempSubdirectory("creatorstream-disk-");
        bool mounted = false;
        try
        {
            mounted =
                Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.FullName);
            Skip.IfNot(mounted, "Mounting a small disk needs root on Linux.");
            await FillAndFree(disk.FullName);
        }
        finally
        {
            if (mounted)
            {
                Run("umount", "--lazy", disk.FullName);
            }
            disk.Delete();
        }
    }

    private static async Task FillAndFree(string disk)
    {
        string ballast = Path.Combine(disk, "ballast");
        File.WriteAllBytes(ballast, new byte[3_000_000]);
        string folder = Directory.CreateDirectory(Path.Combine(disk, "data")).FullName;
        using var log = new TestLog(inFolder: folder);
        var acknowledged = new List<string>();
        async Task<bool> TryAppend(string text)
        {
            try
            {
                await log.Append(0, text);
                acknowledged.Add(text);
                return true;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        }
        int next = 0;
        string Text() => $"{next++}:" + new string('x', 50_000);
        while (await TryAppend(Text()))
        {
            Assert.True(next < 1000, "The disk is never full.");
        }
        // Still full: refused again, and what was acknowledged can be read.
        Assert.False(await TryAppend(Text()));
        Assert.Equal(acknowledged, log.Read(0));
        Assert.NotEmpty(log.Said.Errors);
        File.Delete(ballast);
        Assert.True(await TryAppend(Text()));
        Assert.True(await TryAppend(Text()));
        Assert.Equal(acknowledged, log.Read(0));
        log.Reopen();
        Assert.Equal(acknowledged, log.Read(0));
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
