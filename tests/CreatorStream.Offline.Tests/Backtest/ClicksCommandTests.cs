namespace CreatorStream.Offline.Tests.Backtest;

[Collection("Console")]
public sealed class ClicksCommandTests
{
    private const string Header = "ip,app,device,os,channel,click_time\n";

    [Fact]
    public async Task Clicks_keep_their_order_and_the_odd_one_has_the_highest_score()
    {
        BacktestRun run = await BacktestRun.Of(
            "clicks",
            Header + "1,3,1,9,5,2017-11-07 00:00:00\n2,4,2,9,6,2017-11-07 00:00:01\n1,3,1,9,5,2017-11-07 00:00:02\n"
        );
        Assert.Equal(["row,score", "1,1.216395", "2,5.375278", "3,1.216395"], run.Lines);
        Assert.Contains("3 clicks of 2 apps, 2 channels and 2 addresses", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_of_a_click_is_not_looked_at()
    {
        const string Clicks =
            "ip,app,device,channel,attributed_time,is_attributed\n1,3,1,5,{0}\n2,3,2,5,{1}\n1,4,1,5,{1}\n";
        BacktestRun first = await BacktestRun.Of("clicks", string.Format(null, Clicks, "2017-11-07 00:00:02,1", ",0"));
        BacktestRun second = await BacktestRun.Of("clicks", string.Format(null, Clicks, ",0", "2017-11-07 00:00:02,1"));
        Assert.Equal(4, first.Lines.Length);
        Assert.Equal(first.Lines, second.Lines);
    }

    [Theory]
    [InlineData("", "the file is empty: not even a header line")]
    [InlineData(Header, "no click; nothing can be said")]
    [InlineData("ip,app,device\n1,1,1\n", "no column 'channel'")]
    [InlineData(Header + "1,,1,1,1,x\n", "line 2: app: is empty; give a value, or leave the click out")]
    [InlineData(Header + "1,1,1,1,1,x\n,,,,,\n1,1,1,1,1,x\n", "line 4: an empty row stands before it")]
    [InlineData(Header + "1,1\n", "line 2: 2 fields where there are 6 columns")]
    public async Task A_mistake_is_named_with_line_column_and_what_to_do(string text, string expected)
    {
        BacktestRun run = await BacktestRun.Of("clicks", text);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("creatorstream: FILE: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Lines);
    }
}
