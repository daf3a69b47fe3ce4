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
}
