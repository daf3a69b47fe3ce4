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

    [Fact]
    public void While_it_is_written_the_older_one_stays_and_a_failure_leaves_it()
    {
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() =>
            OutputFile.Write(
                path,
                writer =>
                {
                    writer.Write(new string('x', 100_000));
                    writer.Flush();
                    Assert.Equal("old", File.ReadAllText(path));
                    throw new InvalidOperationException("the end of the run");
                }
            )
        );
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["out.csv"], Files);
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
