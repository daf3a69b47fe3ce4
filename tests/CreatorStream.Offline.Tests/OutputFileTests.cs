namespace CreatorStream.Offline.Tests;

/// <summary>What a command writes is there whole, or what was there before.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("creatorstream-output-").FullName;
    private readonly string path;

    public OutputFileTests() => path = Path.Combine(folder, "out.csv");

    private string[] Files => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order()];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("old")]
    public void What_is_written_takes_the_place_of_what_was_there(string? before)
    {
        if (before is not null)
        {
            File.WriteAllText(path, before);
        }
        OutputFile.Write(path, writer => writer.WriteLine("new"));
        Assert.Equal("new\n", File.ReadAllText(path));
        Assert.Equal(["out.csv"], Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old")]
    public void While_it_is_written_the_older_one_stays_and_a_failure_leaves_it(string before)
    {
        File.WriteAllText(path, before);
        Assert.Throws<InvalidOperationException>(() =>
            OutputFile.Write(
                path,
                writer =>
                {
                    writer.Write(new string('x', 100_000));
                    writer.Flush();
                    Assert.Equal(before, File.ReadAllText(path));
                    throw new InvalidOperationException("the end of the run");
                }
            )
        );
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Equal(["out.csv"], Files);
    }

    [SkippableFact]
    public async Task A_pipe_is_written_to_and_stays()
    {
        Skip.IfNot(ChildProcess.IsOnPath("mkfifo"), "There is no mkfifo.");
        await using (var make = ChildProcess.Start("mkfifo", "mkfifo", path))
        {
            Assert.Equal(0, await make.ExitAsync());
        }
        // Open both ways, so that neither end waits for the other.
        await using var reader = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        OutputFile.Write(path, writer => writer.Write("new"));
        Assert.Equal(["out.csv"], Files);
        Assert.Equal(0, new FileInfo(path).Length);
        byte[] read = new byte[3];
        await reader.ReadExactlyAsync(read);
        Assert.Equal("new"u8.ToArray(), read);
    }

    [Fact]
    public void What_a_link_leads_to_is_a_device_and_stays_one()
    {
        string link = Path.Combine(folder, "link.csv");
        File.CreateSymbolicLink(link, "/dev/null");
        OutputFile.Write(link, writer => writer.Write("nothing"));
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
        Assert.Empty(File.ReadAllText("/dev/null"));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_link_stays_one_and_so_do_the_rights()
    {
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string link = Path.Combine(folder, "link.csv");
        File.CreateSymbolicLink(link, path);
        OutputFile.Write(link, writer => writer.Write("new"));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    /// <summary>Where each run is the first process of its container, what another left has the name that it would take.</summary>
    [Fact]
    public void What_a_killed_run_left_is_in_nobodys_way()
    {
        File.WriteAllText(path, "old");
        string left = "";
        OutputFile.Write(
            path,
            writer =>
            {
                left = Directory.GetFiles(folder, "*.part").Single();
                writer.Write("one");
            }
        );
        File.WriteAllText(left, "half");
        OutputFile.Write(
            path,
            writer =>
            {
                Assert.Equal("one", File.ReadAllText(path));
                writer.Write("new");
            }
        );
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void While_it_is_written_nobody_reads_it_who_could_not_read_the_older_one()
    {
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        OutputFile.Write(
            path,
            _ =>
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    File.GetUnixFileMode(Directory.GetFiles(folder, "*.part").Single())
                )
        );
    }

    [Fact]
    public void A_device_is_written_to()
    {
        OutputFile.Write("/dev/null", writer => writer.Write("nothing"));
        Assert.Empty(Files);
        Assert.False(new FileInfo("/dev/null") is { Exists: true, Length: > 0 });
    }
}
