namespace CreatorStream.Offline.Tests.Backtest;

[Collection("Console")]
public sealed class ProfilesCommandTests
{
    private const string Header =
        "profile pic,nums/length username,description length,external URL,private,#posts,#followers,#follows\n";

    [Fact]
    public async Task Profiles_keep_their_order_and_a_likely_fake_its_reason()
    {
        BacktestRun run = await BacktestRun.Of("profiles", Header + "1,0,40,0,0,60,400,350\n0,0.4,0,0,1,0,15,800\n");
        Assert.Equal(["row,score,reasons", "1,0.045033,", "2,0.999320,account-prior"], run.Lines);
        Assert.Contains("2 profiles; 1 with a score of 0.9 or more", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty: not even a header line")]
    [InlineData(Header, "no profile; nothing can be said")]
    [InlineData("profile pic,#posts\n1,1\n", "no column '#followers'")]
    [InlineData(
        Header + "1,0,40,0,0,60,-1,350\n",
        "line 2: #followers: '-1' is not a count from 0 to 1000000000000; correct it"
    )]
    [InlineData(Header + "1,0,40,0,0,60,1e13,350\n", "line 2: #followers: '1e13' is not a count from 0")]
    [InlineData(Header + "1,0,40,0,0,60,9007199254740991,350\n", "is not a count from 0 to 1000000000000; correct it")]
    [InlineData(Header + "1,0,40,0,0,NaN,1,350\n", "line 2: #posts: 'NaN' is not a count from 0")]
    [InlineData(Header + "1,0,40,0,0,,1,350\n", "line 2: #posts: '' is not a count from 0")]
    [InlineData(Header + "1,1.5,40,0,0,1,1,350\n", "line 2: nums/length username: '1.5' is not a share from 0 to 1")]
    [InlineData(Header + "0.5,0,40,0,0,1,1,350\n", "line 2: profile pic: '0.5' is not 0 or 1")]
    [InlineData(Header + "yes,0,40,0,0,1,1,350\n", "line 2: profile pic: 'yes' is not 0 or 1")]
    [InlineData(Header + ",,,,,,,\n1,0,40,0,0,60,1,350\n", "line 3: an empty row stands before it")]
    [InlineData(Header + "1,0\n", "line 2: 2 fields where there are 8 columns")]
    public async Task A_mistake_is_named_with_line_column_and_what_to_do(string text, string expected)
    {
        BacktestRun run = await BacktestRun.Of("profiles", text);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("creatorstream: FILE: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Lines);
    }
}
