using System.CommandLine;

namespace CreatorStream.Import.Tests;

public sealed class NumberOptionTests
{
    private readonly Option<double> speed = NumberOption.Of("--speed", "How fast", 1);
    private readonly Option<double?> rate = NumberOption.Optional("--rate", "How many");

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("15", 15)]
    [InlineData("-2e3", -2000)]
    public void A_number_has_a_point(string text, double expected)
    {
        ParseResult parse = Parse("--speed", text, "--rate", text);
        Assert.Empty(parse.Errors);
        Assert.Equal((expected, expected), (parse.GetValue(speed), parse.GetValue(rate)));
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,000.5")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("fast")]
    [InlineData("")]
    public void Nothing_else_is_one(string text)
    {
        Assert.Equal(
            [
                $"--speed: '{text}' is no number; write it as 1.5, with a point and no comma",
                $"--rate: '{text}' is no number; write it as 1.5, with a point and no comma",
            ],
            Parse("--speed", text, "--rate", text).Errors.Select(error => error.Message)
        );
    }

    [Theory]
    [InlineData("1000", true)]
    [InlineData("1e-3", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("1000.5", false)]
    public void One_with_a_limit_is_above_0_and_within_it(string text, bool isRight)
    {
        var limited = new RootCommand { NumberOption.Of("--limited", "How much", 1, most: 1000) };
        Assert.Equal(
            isRight ? [] : ["--limited must be more than 0 and at most 1000."],
            limited.Parse(["--limited", text]).Errors.Select(error => error.Message)
        );
    }

    [Fact]
    public void Without_it_is_what_is_usual()
    {
        ParseResult parse = Parse();
        Assert.Equal((1, null), (parse.GetValue(speed), parse.GetValue(rate)));
    }

    [Fact]
    public void An_option_without_its_number_is_wrong() => Assert.NotEmpty(Parse("--speed").Errors);

    [Fact]
    public void Who_replays_at_a_speed_with_a_comma_is_told()
    {
        ParseResult parse = ReplayCommand
            .Create(_ => new MemorySink(), TimeProvider.System)
            .Parse(["events.ndjson", "--to", "folder", "--speed", "1,5"]);
        Assert.Contains("--speed: '1,5' is no number", Assert.Single(parse.Errors).Message, StringComparison.Ordinal);
    }

    private ParseResult Parse(params string[] arguments) => new RootCommand { speed, rate }.Parse(arguments);
}
