using System.IO.Compression;
using System.Text;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>What no file should have, whatever the command.</summary>
[Collection("Console")]
public sealed class BrokenFileTests
{
    [Theory]
    [InlineData("spikes", "timestamp,value,note\n2026-03-01,1,\n2026-03-02,1,a\0b\n")]
    [InlineData("actors", "actor,unix_time\na,1\na\0b,1\n")]
    [InlineData("clicks", "ip,app,device,channel\n1,1,1,1\n1,1,\01,1\n")]
    [InlineData("comments", "COMMENT_ID,CONTENT\n1,nice\n2,ni\0ce\n")]
    [InlineData("sentiment", "id,text\n1,nice\n2,ni\0ce\n")]
    [InlineData("sentiment", "id\ttext\n1\tnice\n2\tni\0ce\n")]
    [InlineData(
        "profiles",
        "profile pic,nums/length username,description length,external URL,#posts,#followers,#follows,name\n1,0,40,0,60,400,350,a\n1,0,40,0,60,400,350,\0\n"
    )]
    public async Task A_nul_byte_is_refused_with_its_line(string what, string text)
    {
        BacktestRun run = await BacktestRun.Of(what, text);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "FILE: line 3: a NUL byte, which no text has; correct the line or leave it out",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Empty(run.Lines);
    }

    [Theory]
    [InlineData("actors", "actor,unix_time\n", "a,1\n")]
    [InlineData("sentiment", "id\ttext\n", "1\tnice\n")]
    [InlineData("agents", "", "Googlebot/2.1\n")]
    public async Task A_gzip_that_was_cut_is_to_be_fetched_anew(string what, string header, string row)
    {
        using var scratch = new Scratch();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat(row, 100_000))));
        }
        foreach (long length in (long[])[15, packed.Length / 2])
        {
            string path = scratch.Write("in.csv.gz", packed.GetBuffer()[..(int)length]);
            BacktestRun run = await BacktestRun.OfFile(what, path);
            Assert.Equal(1, run.ExitCode);
            Assert.Equal(
                $"creatorstream: {path}: the file is gzip that is cut or damaged; fetch it anew\n",
                run.Errors
            );
        }
    }
}
