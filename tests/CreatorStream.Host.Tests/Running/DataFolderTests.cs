using System.Diagnostics;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Tests.Running;

/// <summary>One data folder, one service.</summary>
public class DataFolderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_missing_folder_is_made_and_held_until_it_is_given_up()
    {
        using var scratch = new Scratch();
        string path = Path.Combine(scratch.Path("a"), "b");
        DataFolder held = DataFolder.Open(path);
        Assert.True(Directory.Exists(path));
        var error = Assert.Throws<SettingException>(() => DataFolder.Open(path));
        Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        held.Dispose();
        DataFolder.Open(path).Dispose();
    }

    [Fact]
    public void A_file_in_its_place_is_an_error_that_names_it()
    {
        using var scratch = new Scratch();
        string path = scratch.Write("file", "");
        var error = Assert.Throws<SettingException>(() => DataFolder.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_and_after_a_kill_the_folder_is_free()
    {
        using var scratch = new Scratch();
        string data = scratch.Path("data");
        using Process first = Serve(data);
        Assert.NotNull(await first.StandardOutput.ReadLineAsync().WaitAsync(Deadline));
        using (Process second = Serve(data))
        {
            Task<string> said = second.StandardOutput.ReadToEndAsync();
            string error = await second.StandardError.ReadToEndAsync().WaitAsync(Deadline);
            await second.WaitForExitAsync().WaitAsync(Deadline);
            Assert.NotEqual(0, second.ExitCode);
            Assert.Contains("in use by another process", error + await said, StringComparison.Ordinal);
        }
        Assert.False(first.HasExited);
        first.Kill();
        await first.WaitForExitAsync().WaitAsync(Deadline);
        DataFolder.Open(data).Dispose();
    }

    [Fact]
    public async Task A_log_that_is_none_is_a_clear_error_and_is_left_alone()
    {
        using var scratch = new Scratch();
        string data = scratch.Path("data");
        Directory.CreateDirectory(data);
        string path = Path.Combine(data, "log.db");
        File.WriteAllText(path, new string('x', 10_000));
        using Process service = Serve(data);
        Task<string> said = service.StandardOutput.ReadToEndAsync();
        string error = await service.StandardError.ReadToEndAsync().WaitAsync(Deadline) + await said;
        await service.WaitForExitAsync().WaitAsync(Deadline);
        Assert.NotEqual(0, service.ExitCode);
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(path));
    }

    private static Process Serve(string data) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [typeof(DataFolder).Assembly.Location, "serve", "--data", data, "--port", "0"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
