using System.Runtime.Versioning;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Tests.Running;

/// <summary>What lies on the disk beside the log is for nobody else, and goes with its process.</summary>
[UnsupportedOSPlatform("windows")]
public class ScratchFolderTests
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [SkippableFact]
    public void It_is_made_for_nobody_else()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        using var made = ScratchFolder.Open(options);
        Assert.Equal((Own, Own), (File.GetUnixFileMode(options.Data), File.GetUnixFileMode(made.Path)));
    }

    /// <summary>Another user of the machine may make folders, and links, where temporary ones are made.</summary>
    [Fact]
    public void Without_a_data_folder_nobody_can_guess_it_and_it_goes_with_the_process()
    {
        string[] paths;
        using (var one = ScratchFolder.Open(new ServiceOptions()))
        using (var other = ScratchFolder.Open(new ServiceOptions()))
        {
            paths = [one.Path, other.Path];
            Assert.NotEqual(one.Path, other.Path);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(Own, File.GetUnixFileMode(one.Path));
            }
            File.WriteAllText(Path.Combine(one.Path, "left"), "");
        }
        Assert.DoesNotContain(paths, Directory.Exists);
    }

    /// <summary>As earlier versions made it, and left it when they were killed.</summary>
    [SkippableFact]
    public void What_a_killed_process_left_of_snapshots_is_deleted_and_the_folder_closed()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        string path = Path.Combine(options.Data, "scratch");
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Own | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.WriteAllText(Path.Combine(path, "snapshots-3-0123456789abcdef"), "names");
        File.WriteAllText(Path.Combine(path, "other"), "");
        ScratchFolder.Open(options).Dispose();
        Assert.Equal(Own, File.GetUnixFileMode(path));
        Assert.Equal([Path.Combine(path, "other")], Directory.GetFiles(path));
    }

    [SkippableFact]
    public async Task State_in_files_is_for_nobody_else()
    {
        Skip.IfNot(
            Environment.IsPrivilegedProcess && Directory.Exists("/proc/self/map_files"),
            "Looking at mapped files needs root on Linux."
        );
        using var scratch = new Scratch();
        string folder = scratch.Path("scratch");
        using var memory = new StateMemory(folder);
        Assert.True(memory.Open().Allocate(StatePart.Journeys, 3 << 20).IsMapped);
        string mapped = Assert.Single(
            File.ReadLines("/proc/self/maps"),
            line => line.Contains(folder, StringComparison.Ordinal)
        );
        await using var stat = ChildProcess.Start(
            "stat",
            "stat",
            "-L",
            "-c",
            "%A",
            $"/proc/{Environment.ProcessId}/map_files/{Range(mapped)}"
        );
        Assert.Equal(0, await stat.ExitAsync());
        Assert.Equal("-rw-------", stat.StandardOutput.Trim());
    }

    /// <summary>Keys may be made before the service is started for the first time.</summary>
    [SkippableFact]
    public void A_data_folder_that_begins_with_keys_is_for_nobody_else_too()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        string data = scratch.Path("data");
        KeyFile.Change(Path.Combine(data, "keys.json"), keys => keys);
        Assert.Equal(Own, File.GetUnixFileMode(data));
    }

    /// <summary>As files are named there: without the zeros that addresses begin with.</summary>
    private static string Range(string line) =>
        string.Join('-', line.Split(' ')[0].Split('-').Select(address => address.TrimStart('0')));
}
