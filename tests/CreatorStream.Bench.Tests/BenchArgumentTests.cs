using System.CommandLine;
using CreatorStream.Bench.Kafka;
using CreatorStream.Bench.Scale;
using CreatorStream.Bench.Screen;

namespace CreatorStream.Bench.Tests;

/// <summary>What is wrong with arguments is said before any broker is asked.</summary>
public sealed class BenchArgumentTests
{
    [Theory]
    [InlineData("rebatch", "--batch 0")]
    [InlineData("rebatch", "--batch 16385")]
    [InlineData("rebatch", "--threads 0")]
    [InlineData("kpi", "--threads 0")]
    [InlineData("kpi", "--warmup -1")]
    [InlineData("peers", "--rounds 0")]
    [InlineData("scale", "--redis 127.0.0.1:1 --partitions 0")]
    [InlineData("scale", "--redis 127.0.0.1:1 --fill 0")]
    [InlineData("scale", "--redis 127.0.0.1:1 --take-overs 0")]
    public async Task Numbers_out_of_range_are_wrong_usage(string bench, string arguments)
    {
        ParseResult parse = Commands().Parse($"{bench} --kafka 127.0.0.1:1 {arguments}");
        Assert.Empty(parse.Errors);
        Assert.Equal(2, await parse.InvokeAsync());
    }

    [Theory]
    [InlineData("kpi --format avro --kafka 127.0.0.1:1", "avro")]
    [InlineData("consume", "--kafka")]
    [InlineData("rebatch", "--kafka")]
    [InlineData("scale --kafka 127.0.0.1:1", "--redis")]
    public void What_can_not_be_understood_is_named(string arguments, string named) =>
        Assert.Contains(named, Assert.Single(Commands().Parse(arguments).Errors).Message);

    [Theory]
    [InlineData("consume")]
    [InlineData("kpi")]
    [InlineData("full")]
    [InlineData("rebatch")]
    [InlineData("scale")]
    public void Help_has_examples(string bench) =>
        Assert.Contains(
            $"./creatorstream bench {bench} --kafka",
            Commands().Subcommands.Single(command => command.Name == bench).Description
        );

    [Theory]
    [InlineData("--clients 0")]
    [InlineData("--clients 1001")]
    [InlineData("--duration 0")]
    [InlineData("--warmup -1")]
    [InlineData("--rate 0")]
    [InlineData("--kafka 127.0.0.1:1")]
    public async Task Of_the_screen_too_and_no_service_is_started(string arguments) =>
        Assert.Equal(2, await Commands().Parse($"screen {arguments}").InvokeAsync());

    [Theory]
    [InlineData("catalog --events 0")]
    [InlineData("catalog --entries 0")]
    [InlineData("catalog --rate -1")]
    [InlineData("workspaces --quiet 0")]
    [InlineData("workspaces --duration 0")]
    public async Task Of_what_goes_on_beside_the_screen_too(string command) =>
        Assert.Equal(2, await Commands().Parse(command).InvokeAsync());

    private static RootCommand Commands()
    {
        var root = new RootCommand
        {
            RebatchCommand.Create(TimeProvider.System),
            PeersBenchCommand.Create(),
            ScaleBenchCommand.Create(TimeProvider.System),
            ScreenBenchCommand.Create(TimeProvider.System),
            CatalogBenchCommand.Create(TimeProvider.System),
            WorkspacesBenchCommand.Create(TimeProvider.System),
        };
        foreach (Command command in KafkaBenchCommands.Create(TimeProvider.System))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
