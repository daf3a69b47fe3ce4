namespace CreatorStream.Host.Tests.Running;

/// <summary>Arguments are taken for what they say.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task What_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("ann", "--help");
        await using var vet = ChildProcess.Start(
            "vet",
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "creatorstream.dll"),
            "vet",
            $"@{file}"
        );
        Assert.Equal(2, await vet.ExitAsync());
        Assert.Contains($"no file '@{file}'", vet.StandardError, StringComparison.Ordinal);
    }

    /// <summary>Else its people would come again beside themselves, as if they were others.</summary>
    [Fact]
    public async Task A_demo_adds_no_second_world_to_data_that_is_there()
    {
        using var scratch = new Scratch();
        string log = scratch.Write("log.db", "kept");
        await using var demo = ChildProcess.Start(
            "demo",
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "creatorstream.dll"),
            "demo",
            "--no-browser",
            "--data",
            Path.GetDirectoryName(log)!
        );
        Assert.Equal(2, await demo.ExitAsync());
        Assert.Contains("has data already", demo.StandardError, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(log));
    }
}
