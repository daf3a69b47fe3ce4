using System.IO.Compression;
using CreatorStream.Offline.Vet;

namespace CreatorStream.Offline.Tests;

/// <summary>The command as it is called, on files of made-up prospects.</summary>
[Collection("Console")]
public sealed class VetCommandTests : IDisposable
{
    private const string Header =
        "row,creator,platform,time,actor,kind,content,country,text,followers,views,likes,comments";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task The_sample_runs_and_tells_the_two_creators_apart()
    {
        string sample = SamplePath();
        (int code, string said, string errors) = await Run(sample, "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        Assert.Contains("honest-hanna: clear\n", said, StringComparison.Ordinal);
        Assert.Contains("boosted-ben: don't pay before asked\n", said, StringComparison.Ordinal);
        Assert.Contains("follower-jump   ask first", said, StringComparison.Ordinal);
        Assert.Contains("bought-burst    ask first", said, StringComparison.Ordinal);
        Assert.Contains("What brought the new followers", said, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(scratch.Path("out.csv"));
        Assert.Equal("creator,part,figure,state,value,low,high,count,of,why", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("honest-hanna,conclusion,,clear,", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.StartsWith("boosted-ben,make-up,country VN,known,", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Rows_shuffled_and_doubled_give_the_same()
    {
        string[] lines = await File.ReadAllLinesAsync(SamplePath());
        string[] rows = [.. lines[1..], .. lines[1..]];
        new Random(5).Shuffle(rows);
        string other = scratch.Write("other.csv", string.Join('\n', [lines[0], .. rows]));
        string one = (await Run(SamplePath(), "--out", scratch.Path("one.csv"))).Said;
        Assert.Equal(one, (await Run(other, "--out", scratch.Path("two.csv"))).Said);
        Assert.Equal(
            await File.ReadAllTextAsync(scratch.Path("one.csv")),
            await File.ReadAllTextAsync(scratch.Path("two.csv"))
        );
    }

    /// <summary>As a spreadsheet leaves them that has been emptied below.</summary>
    [Fact]
    public async Task Rows_of_nothing_but_delimiters_are_blank_lines()
    {
        string sample = await File.ReadAllTextAsync(SamplePath());
        int columns = sample[..sample.IndexOf('\n', StringComparison.Ordinal)].Count(c => c == ',');
        string blank = new string(',', columns) + "\r\n";
        string file = scratch.Write("in.csv", $"{sample.TrimEnd()}\r\n{blank}{blank}");
        Assert.Equal((await Run(SamplePath())).Said, (await Run(file)).Said);
    }

    [Fact]
    public async Task Of_a_profile_alone_everything_else_is_unknown()
    {
        string file = scratch.Write("in.csv", "row,followers\nprofile,500\n");
        (int code, string said, _) = await Run(file);
        Assert.Equal(0, code);
        Assert.Contains("prospect: too few to say\n", said, StringComparison.Ordinal);
        Assert.Contains("audience quality: unknown\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_and_names_of_the_audience_are_not_told()
    {
        string rows = string.Concat(
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    $"engagement,a,,2026-03-01T10:{i % 60:00}:0{i % 10}Z,secret{i % 20},comment,p,DE,check out my hidden channel friends,,,,\n"
                )
        );
        (int code, string said, string errors) = await Run(
            scratch.Write("in.csv", $"{Header}\n{rows}"),
            "--out",
            scratch.Path("out.csv")
        );
        Assert.Equal(0, code);
        foreach (string text in (string[])[said, errors, await File.ReadAllTextAsync(scratch.Path("out.csv"))])
        {
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@a", "'@a")]
    [InlineData("\u200e=1", "'?=1")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("\u001b[31m", "?[31m")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("anna", "anna")]
    public async Task Names_are_no_formulas_and_no_commands(string name, string field)
    {
        string file = scratch.Write("in.csv", $"creator,row\n\"{name}\",profile\n");
        (int code, string said, string errors) = await Run(file, "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        Assert.DoesNotContain('\u001b', said);
        string[] lines = await File.ReadAllLinesAsync(scratch.Path("out.csv"));
        Assert.All(lines[1..], line => Assert.StartsWith($"{field},", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("row\n", "no row; nothing can be said")]
    [InlineData("actor\na\n", "no column 'row'; there are: actor")]
    [InlineData("row,ROW\na,b\n", "two columns are called 'row'")]
    [InlineData("row,likes,Likes\na,b,c\n", "two columns are called 'likes'")]
    [InlineData("row\nother\n", "line 2: row: 'other' is not profile, post, counter or engagement")]
    [InlineData("row,creator\nprofile,\n", "line 2: creator: is empty")]
    [InlineData("row,followers\nprofile,1\nprofile,2\n", "line 3: row: another profile of this creator")]
    [InlineData(
        "row,followers\nprofile,\01\n",
        "line 2: a NUL byte, which no text has; correct the line or leave it out"
    )]
    [InlineData("row,followers\nprofile,NaN\n", "line 2: followers: 'NaN' is not a count from 0")]
    [InlineData(
        "row,followers\nprofile,-1\n",
        "line 2: followers: '-1' is not a count from 0 to 1000000000000, without"
    )]
    [InlineData("row,followers\nprofile,99999999999999999999\n", "line 2: followers: '99999999999999999999' is not")]
    [InlineData("row,time\ncounter,\n", "line 2: time: is empty")]
    [InlineData("row,time\ncounter,yesterday\n", "line 2: time: 'yesterday' is no time")]
    [InlineData("row,time\ncounter,1790000000000\n", "line 2: time: 1790000000000 is beyond the year 3000")]
    [InlineData("row,time\ncounter,20260301\n", "line 2: time: 20260301 as seconds since 1970 is before the year 2000")]
    [InlineData("row,time\ncounter,1790000000\npost,1790000000\n", "line 3: content: is empty")]
    [InlineData("row,time\nengagement,\n", "line 2: actor: is empty")]
    [InlineData("row,actor,country\nengagement,a,Germany\n", "line 2: country: 'GERMANY' is no country of two letters")]
    [InlineData("row,actor,picture\nengagement,a,yes\n", "line 2: picture: 'yes' is not 0 or 1")]
    [InlineData("row,actor,digits\nengagement,a,NaN\n", "line 2: digits: 'NaN' is not a share from 0 to 1")]
    [InlineData("row,actor\nengagement,\"a\n", "line 2: a quote is opened and never closed")]
    [InlineData("row,actor\nengagement,a,b\n", "line 2: 3 fields where there are 2 columns")]
    [InlineData("a\0b", "the file is no text")]
    public async Task What_cannot_be_used_is_told_with_its_line(string text, string message)
    {
        string file = scratch.Write("in.csv", text);
        (int code, string said, string errors) = await Run(file, "--out", scratch.Path("out.csv"));
        Assert.Equal(1, code);
        Assert.Contains($"{file}: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Empty(said);
        Assert.False(File.Exists(scratch.Path("out.csv")));
    }

    [Fact]
    public async Task A_small_file_that_unpacks_to_far_too_much_is_refused()
    {
        string path = scratch.Path("bomb.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("row,actor\nengagement,"u8);
            byte[] block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'a');
            for (int i = 0; i < 64; i++)
            {
                gzip.Write(block);
            }
        }
        (int code, _, string errors) = await Run(path);
        Assert.Equal(1, code);
        Assert.Contains("line 2: a field is endless", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_wrong_usage_and_unread_columns_are_told()
    {
        (int code, _, string errors) = await Run(scratch.Path("none.csv"));
        Assert.Equal(2, code);
        Assert.Contains("no file", errors, StringComparison.Ordinal);
        (code, _, errors) = await Run(scratch.Write("in.csv", "row,folowers\nprofile,5\n"));
        Assert.Equal(0, code);
        Assert.Contains("1 rows, 1 creators; columns not read: folowers", errors, StringComparison.Ordinal);
    }

    private static string SamplePath()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "samples", "vet.csv")))
        {
            folder = folder.Parent;
        }
        return Path.Combine(folder!.FullName, "samples", "vet.csv");
    }

    private static async Task<(int Code, string Said, string Errors)> Run(params string[] arguments)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        using var told = new StringWriter();
        Console.SetOut(said);
        Console.SetError(told);
        try
        {
            int code = await VetCommand.Create().Parse(arguments).InvokeAsync();
            return (code, said.ToString(), told.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
