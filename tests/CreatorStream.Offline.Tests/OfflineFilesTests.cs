using CreatorStream.Import;

namespace CreatorStream.Offline.Tests;

/// <summary>What is read is never written over, and where nothing can be written is told before anything is read.</summary>
public sealed class OfflineFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("creatorstream-offline-").FullName;
    private readonly string input;

    public OfflineFilesTests() => File.WriteAllText(input = Path.Combine(folder, "in.csv"), "a");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_not_written_over_itself_also_by_a_link()
    {
        string link = Path.Combine(folder, "link.csv");
        File.CreateSymbolicLink(link, input);
        Assert.Contains("the file that is read", Fault(input), StringComparison.Ordinal);
        Assert.Contains("the file that is read", Fault(link), StringComparison.Ordinal);
        Assert.Contains("the file that is read", Fault(Path.Combine(folder, ".", "in.csv")), StringComparison.Ordinal);
        OfflineFiles.Check(input, Path.Combine(folder, "out.csv"));
        OfflineFiles.Check(link, null);
    }

    [Fact]
    public void Nor_where_a_folder_on_the_way_is_a_link()
    {
        string link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, folder);
        string linked = Path.Combine(link, "link", "in.csv");
        Assert.Contains("the file that is read", Fault(linked), StringComparison.Ordinal);
        Assert.Equal(RealPath.Of(input), RealPath.Of(linked));
        Assert.Equal(RealPath.Of(Path.Combine(folder, "none", "a")), RealPath.Of(Path.Combine(link, "none", "a")));
        OfflineFiles.Check(linked, Path.Combine(link, "out.csv"));
    }

    [Fact]
    public void A_circle_of_links_leads_somewhere()
    {
        string one = Path.Combine(folder, "one");
        File.CreateSymbolicLink(one, Path.Combine(folder, "other", "a"));
        File.CreateSymbolicLink(Path.Combine(folder, "other"), one);
        Assert.StartsWith(Path.GetPathRoot(one)!, RealPath.Of(one), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no file name")]
    [InlineData(".", "is a folder")]
    [InlineData("none/out.csv", "make it first")]
    public void Where_nothing_can_be_written_is_told(string output, string fault) =>
        Assert.Contains(fault, Fault(output.Length == 0 ? "" : Path.Combine(folder, output)), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_file_is_not_read()
    {
        Assert.Contains("is a folder", FaultOf(folder), StringComparison.Ordinal);
        Assert.Contains("no file", FaultOf(Path.Combine(folder, "none.csv")), StringComparison.Ordinal);

        static string FaultOf(string path) =>
            Assert.Throws<UsageException>(() => OfflineFiles.Check(path, null)).Message;
    }

    private string Fault(string output) =>
        Assert.Throws<UsageException>(() => OfflineFiles.Check(input, output)).Message;
}
