using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Tests;

public sealed class LaterVersionTests
{
    [Fact]
    public void What_a_later_version_adds_behind_rows_is_passed_over()
    {
        var rows = new PartialRows(
            3,
            ReplacesAll: true,
            [],
            new EngagementRows([], [], []),
            [],
            [],
            [],
            new Dictionary<string, long> { ["default"] = 7 },
            new TaskProgress(1, 2, 3, default)
        );
        using var bytes = new MemoryStream();
        PartialRowsCodec.Write(rows, bytes);
        bytes.Write("what nobody knew when this was built"u8);
        PartialRows read = PartialRowsCodec.Read(bytes.ToArray());
        Assert.Equal((3, true, rows.Progress), (read.Partition, read.ReplacesAll, read.Progress));
    }
}
