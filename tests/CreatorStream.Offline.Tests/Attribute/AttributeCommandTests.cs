using System.IO.Compression;
using System.Text;

namespace CreatorStream.Offline.Tests.Attribute;

[Collection("Console")]
public sealed class AttributeCommandTests
{
    private const string Search =
        "path,total_conversions,total_conversion_value,total_null\n"
        + "Google,2,30,0\nmailing,1,10,0\nGoogle > mailing,1,20,0\nGoogle,0,0,1\n";

    [Theory]
    [InlineData("first", "Google,3,50\nmailing,1,10\n")]
    [InlineData("last", "Google,2,30\nmailing,2,30\n")]
    [InlineData("linear", "Google,2.5,40\nmailing,1.5,20\n")]
    [InlineData("u-shaped", "Google,2.5,40\nmailing,1.5,20\n")]
    [InlineData("shapley", "Google,2.5,40\nmailing,1.5,20\n")]
    // Rates: 1 of both, 2/3 of Google alone (the two rows are one path), 1 of mailing alone.
    [InlineData("counterfactual", "Google,2,30\nmailing,2,30\n")]
    public async Task Each_model_gives_its_own(string model, string rows)
    {
        AttributeRun run = await AttributeRun.Of(Search, "--model", model);
        Assert.Equal((0, "channel,conversions,value\n" + rows, ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task Markov_tells_removal_effects_too()
    {
        AttributeRun run = await AttributeRun.Of(Search, "--model", "markov");
        Assert.Equal("channel,conversions,value,removal_effect\nGoogle,2.4,36,0.75\nmailing,1.6,24,0.5\n", run.Output);
    }

    [Fact]
    public async Task A_transform_says_which_paths_are_one()
    {
        const string Paths = "path,total_conversions,total_null\na > a > b,1,0\na > b,0,1\nb,1,1\na,1,3\n";
        // One path, of rate 1/2: b adds 1/4, a nothing. By itself a a b has a rate of 1, and no path without a part of
        // it but a b, which has none: all three add the same.
        AttributeRun exposure = await AttributeRun.Of(Paths, "--model", "counterfactual");
        Assert.Equal("channel,conversions,value\nb,2,0\na,1,0\n", exposure.Output);
        AttributeRun unique = await AttributeRun.Of(Paths, "--model", "counterfactual", "--transform", "unique");
        Assert.Equal("channel,conversions,value\na,1.66666666666667,0\nb,1.33333333333333,0\n", unique.Output);
    }

    public static TheoryData<string> Forms =>
        [
            "TOTAL_NULL;Path;Total_Conversions\r\n3;b>a ;1\r\n;\"a  >b\";2\r\n",
            "\ufeffpath,total_non_conversions,total_conversions\n\"b > a\",3,1.0\na > b,0,2e0",
            "\"path\",\"total_conversions\"\n\n b >a,1\na>b,1\na  > b,1\n",
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Order_case_and_quotes_of_columns_and_blanks_in_paths_make_no_difference(string text)
    {
        AttributeRun run = await AttributeRun.Of(text, "--model", "first");
        Assert.Equal((0, "channel,conversions,value\na,2,0\nb,1,0\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_file_may_be_gzipped_and_the_answer_go_to_a_file()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Search));
        }
        string to = Path.GetTempFileName();
        try
        {
            AttributeRun run = await AttributeRun.Of(packed.ToArray(), "--model", "last", "--out", to);
            Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Errors));
            Assert.Equal(
                "channel,conversions,value\nGoogle,2,30\nmailing,2,30\n"u8.ToArray(),
                await File.ReadAllBytesAsync(to)
            );
        }
        finally
        {
            File.Delete(to);
        }
    }

    [Fact]
    public async Task Channels_stand_as_they_came_by_conversions_and_then_by_name()
    {
        const string Paths =
            "path,total_conversions\n=1+1,1\n\"a,\"\"b\"\"\",1\nZ,1\né,1\nnobody > big,2\nthird > third > x > third,0.1\n";
        AttributeRun run = await AttributeRun.Of(Paths, "--model", "last");
        Assert.Equal(
            "channel,conversions,value\nbig,2,0\n=1+1,1,0\nZ,1,0\n\"a,\"\"b\"\"\",1,0\né,1,0\nthird,0.1,0\nnobody,0,0\nx,0,0\n",
            run.Output
        );
    }

    [Fact]
    public async Task What_is_on_empty_paths_is_told_and_given_to_nobody()
    {
        const string Paths = "path,total_conversions,total_conversion_value\n,2,7.5\n  ,1,0\na,1,1\n,0,0\n";
        AttributeRun run = await AttributeRun.Of(Paths, "--model", "markov");
        Assert.Equal("channel,conversions,value,removal_effect\na,1,1,1\n", run.Output);
        Assert.Equal(
            "creatorstream: 3 conversions of value 7.5 are on empty paths and given to no channel\n",
            run.Errors
        );
    }

    [Theory]
    [InlineData(
        "path,total_conversions,total_nulls\na,1,1\n",
        "line 1: column 3, 'total_nulls', is unknown; known are path"
    )]
    [InlineData("path,total_conversions,PATH\na,1,1\n", "line 1: two columns are called 'path'")]
    [InlineData("path,total_null\na,1\n", "line 1: no column 'total_conversions'; the first line must name")]
    [InlineData("path\ttotal_conversions\na\t1\n", "line 1: no column 'path'; the first line must name the columns")]
    [InlineData(
        "path,total_conversions,total_null,total_non_conversions\na,1,1,1\n",
        "line 1: 'total_null' and 'total_non_conversions' mean the same"
    )]
    [InlineData("path,total_conversions\na,1\nb,-1\n", "line 3: column 'total_conversions': -1 is negative")]
    [InlineData("path,total_conversions\na,1\nb,many\n", "line 3: column 'total_conversions': 'many' is no number")]
    [InlineData("path,total_conversions\na,NaN\n", "line 2: column 'total_conversions': 'NaN' is no number")]
    [InlineData(
        "path;total_conversions\na;1,5\n",
        "line 2: column 'total_conversions': '1,5' is no number; write it like"
    )]
    [InlineData("path,total_conversions\na,1e16\n", "line 2: column 'total_conversions': 1e16 is above 1e15")]
    [InlineData("path,total_conversions\na,∞\n", "line 2: column 'total_conversions': '∞' is no number")]
    [InlineData("path,total_conversions\na,\n", "line 2: column 'total_conversions': is empty; write 0")]
    [InlineData("path,total_conversions,total_null\na,1,x\n", "line 2: column 'total_null': 'x' is no number")]
    [InlineData("path,total_conversions\n\"a\nb\",1\nc,x\n", "line 4: column 'total_conversions': 'x' is no number")]
    [InlineData(
        "path,total_conversions,total_conversion_value\na,0,5\n",
        "line 2: column 'total_conversion_value': a value without conversions"
    )]
    [InlineData("path,total_conversions\na > > b,1\n", "line 2: column 'path': nothing before, between or after '>'")]
    [InlineData("path,total_conversions\na >,1\n", "line 2: column 'path': nothing before, between or after '>'")]
    [InlineData("path,total_conversions\na,1,2\n", "line 2: 3 fields where there are 2 columns")]
    [InlineData("path,total_conversions\n\"a,1\n", "line 2: a quote is opened and never closed")]
    [InlineData("path,total_conversions\n", "the file has no rows, only a header line")]
    [InlineData("", "the file is empty: not even a header line")]
    public async Task A_fault_is_named_with_line_and_column(string text, string what)
    {
        AttributeRun run = await AttributeRun.Of(text, "--model", "linear");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("creatorstream: FILE: " + what, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_a_fault()
    {
        AttributeRun run = await AttributeRun.Of(
            [.. "path,total_conversions\na"u8, 0xFF, .. ",1\n"u8],
            "--model",
            "last"
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("in another encoding", run.Errors, StringComparison.Ordinal);
        AttributeRun cut = await AttributeRun.Of([0x1F, 0x8B, 8, 0, 1], "--model", "last");
        Assert.Equal(1, cut.ExitCode);
    }

    [Fact]
    public async Task A_path_or_a_list_of_channels_that_is_too_long_is_a_fault()
    {
        string longest = string.Join('>', Enumerable.Repeat("a", 10_000));
        AttributeRun fits = await AttributeRun.Of(
            $"path,total_conversions\n{longest},1\n",
            "--model",
            "counterfactual"
        );
        Assert.Equal("channel,conversions,value\na,1,0\n", fits.Output);
        AttributeRun tooLong = await AttributeRun.Of($"path,total_conversions\n{longest}>a,1\n", "--model", "last");
        Assert.Contains("more than 10,000 steps; cut the path", tooLong.Errors, StringComparison.Ordinal);
        string many = string.Concat(Enumerable.Range(0, 5_001).Select(one => $"c{one},1\n"));
        AttributeRun tooMany = await AttributeRun.Of("path,total_conversions\n" + many, "--model", "markov");
        Assert.Equal((1, ""), (tooMany.ExitCode, tooMany.Output));
        Assert.Contains(
            "5,001 channels, of which markov takes at most 5,000",
            tooMany.Errors,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("--model", "best")]
    [InlineData("--transform", "first")]
    [InlineData("--model", "counterfactual", "--transform", "none")]
    [InlineData("--model", "last", "--transform", "first")]
    [InlineData("--model", "last", "--cost")]
    public async Task Wrong_usage_is_told_apart(params string[] options)
    {
        AttributeRun run = await AttributeRun.Of(Search, options);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Errors);
    }

    [Fact]
    public async Task The_file_of_the_paths_must_be_there_and_is_not_overwritten()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, Search);
            AttributeRun over = await AttributeRun.OfFile(path, "--model", "last", "--out", path);
            Assert.Equal((2, Search), (over.ExitCode, await File.ReadAllTextAsync(path)));
            AttributeRun missing = await AttributeRun.OfFile(path + ".missing", "--model", "last");
            Assert.Equal(2, missing.ExitCode);
            AttributeRun nowhere = await AttributeRun.OfFile(path, "--model", "last", "--out", path + "/credit.csv");
            Assert.Equal(2, nowhere.ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
