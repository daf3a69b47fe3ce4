using CreatorStream.Offline.Backtest;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>The commands as they are called, on files of made-up texts.</summary>
[Collection("Console")]
public sealed class TextBacktestTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Comments_have_their_scores_and_reasons_in_order()
    {
        string file = scratch.Write(
            "in.csv",
            "COMMENT_ID,AUTHOR,DATE,CONTENT,label\n"
                + "a,Ann,2026-01-01,\"love this, \"\"so\"\" much\nreally\",1\n"
                + "\"b,1\",Bob,2026-01-01,Check out my channel,0\n"
                + "c,Cid,2026-01-01,visit my page every day friends,0\n"
                + "d,Dan,2026-01-01,Visit my page every day! friends,0\n"
                + "e,Eve,2026-01-01,visit MY page every day friends,0\n"
                + "f,Fay,2026-01-01,,0\n"
        );
        (int code, string errors) = await Run("comments", file, "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        string[] lines = await File.ReadAllLinesAsync(scratch.Path("out.csv"));
        Assert.Equal("COMMENT_ID,score,reasons", lines[0]);
        Assert.Equal(7, lines.Length);
        Assert.Equal("a,0.029312,", lines[1]);
        Assert.StartsWith("\"b,1\",0.99", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",spam-text (check-out check-my own-place)", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",spam-text (check-my own-place); repeated-text", lines[4], StringComparison.Ordinal);
        Assert.Equal("f,0.029312,", lines[6]);
        Assert.Contains("6 comments, 4 called spam, 3 repeat others", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_label_changes_nothing_and_a_second_run_neither()
    {
        string[] contents = ["nice", "subscribe to me", "http://a.example"];
        string Rows(Func<int, string> label) =>
            "LABEL,content,comment_id\n" + string.Concat(contents.Select((text, i) => $"{label(i)},{text},{i}\n"));
        string one = scratch.Write("one.csv", Rows(_ => "0"));
        string other = scratch.Write("other.csv", Rows(i => $"{i % 2}"));
        foreach (string file in (string[])[one, other])
        {
            (int code, string errors) = await Run("comments", file, "--out", file + ".out");
            Assert.True(code == 0, errors);
        }
        Assert.Equal(await File.ReadAllTextAsync(one + ".out"), await File.ReadAllTextAsync(other + ".out"));
    }

    [Fact]
    public async Task Every_agent_has_its_line()
    {
        byte[] file =
        [
            .. "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"u8,
            .. "Googlebot/2.1\n"u8,
            .. "\n"u8,
            .. "unheard-of-fetcher/0.1\n"u8,
            .. "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "u8,
            0xFF,
            .. " Mobile/15E148"u8,
        ];
        (int code, string errors) = await Run(
            "agents",
            scratch.Write("in.txt", file),
            "--out",
            scratch.Path("out.csv")
        );
        Assert.True(code == 0, errors);
        Assert.Equal(
            ["score", "0.02", "0.99", "0.02", "0.97", "0.02"],
            await File.ReadAllLinesAsync(scratch.Path("out.csv"))
        );
        Assert.Contains("5 agents: ordinary 3, on the list 1, by a word 1", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',', "\"The book was good, \"\"really\"\"\"")]
    [InlineData('\t', "The book was good, \"really\"")]
    public async Task Texts_are_scored_or_said_to_be_unscored(char separator, string text)
    {
        string file = scratch.Write(
            "in.csv",
            string.Join(
                '\n',
                "id,mean,TEXT".Replace(',', separator),
                $"1{separator}0{separator}{text}",
                $"2{separator}0{separator}me encanta esta canción",
                $"3{separator}0{separator}"
            )
        );
        (int code, string errors) = await Run("sentiment", file, "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        string[] expected =
        [
            "id,neg,neu,pos,compound,unscored",
            "1,0.0,0.58,0.42,0.4404,",
            "2,,,,,other language",
            "3,,,,,empty",
        ];
        Assert.Equal(
            expected.Select(line => line.Replace(',', separator)),
            await File.ReadAllLinesAsync(scratch.Path("out.csv"))
        );
        Assert.Contains("3 texts, 2 unscored", errors, StringComparison.Ordinal);
        (code, _) = await Run("sentiment", file, "--any-language", "--out", scratch.Path("out.csv"));
        Assert.Equal(0, code);
        Assert.StartsWith($"2{separator}0.0{separator}1.0", (await File.ReadAllLinesAsync(scratch.Path("out.csv")))[2]);
    }

    [Theory]
    [InlineData("comments", "COMMENT_ID,TEXT\na,b\n", "no column 'CONTENT'; there are: COMMENT_ID, TEXT")]
    [InlineData("comments", "COMMENT_ID,CONTENT,content\na,b,c\n", "two columns are called 'CONTENT'")]
    [InlineData("comments", "COMMENT_ID,CONTENT\na,\"b\n", "line 2: a quote is opened and never closed")]
    [InlineData("comments", "COMMENT_ID,CONTENT\na,b,c\n", "line 2: 3 fields where there are 2 columns")]
    [InlineData("comments", "", "the file is empty")]
    [InlineData("sentiment", "id\ttext\n1\ta\tb\n", "line 2: 3 fields where there are 2 columns")]
    [InlineData("sentiment", "id\t\u001b[31m\n1\ta\n", "no column 'text'; there are: id, ?[31m")]
    [InlineData("agents", "a\0b", "the file is no text")]
    [InlineData("agents", "a\r\nb\rc\n", "line 2: a carriage return within it")]
    public async Task What_cannot_be_used_is_told_with_its_line(string what, string text, string message)
    {
        string file = scratch.Write("in.csv", text);
        (int code, string errors) = await Run(what, file, "--out", scratch.Path("out.csv"));
        Assert.Equal(1, code);
        Assert.Contains($"{file}: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("comments")]
    [InlineData("agents")]
    [InlineData("sentiment")]
    public async Task Files_that_are_not_there_are_wrong_usage(string what)
    {
        (int code, string errors) = await Run(what, scratch.Path("none.csv"));
        Assert.Equal(2, code);
        Assert.Contains("no file", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Errors)> Run(params string[] arguments)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        Console.SetOut(TextWriter.Null);
        Console.SetError(said);
        try
        {
            int code = await BacktestCommand.Create(TimeProvider.System).Parse(arguments).InvokeAsync();
            return (code, said.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
