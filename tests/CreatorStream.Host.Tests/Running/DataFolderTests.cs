using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using CreatorStream.Embedded;
using CreatorStream.Embedded.Tests;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Import;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Tests.Running;

/// <summary>One data folder, one service.</summary>
public class DataFolderTests
{
    [Fact]
    public void A_missing_folder_is_made_and_held_until_it_is_given_up()
    {
        using var scratch = new Scratch();
        string path = Path.Combine(scratch.Path("a"), "b");
        var held = DataFolder.Open(path);
        Assert.True(Directory.Exists(path));
        SettingException error = Assert.Throws<SettingException>(() => DataFolder.Open(path));
        Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        held.Dispose();
        DataFolder.Open(path).Dispose();
    }

    /// <summary>The log has a secret.</summary>
    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_may_read_what_is_made()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        string made = scratch.Path("made");
        DataFolder.Open(made).Dispose();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(made)
        );
        // A folder that is there may be open to a group for what the operator knows; the files are not.
        string given = scratch.Path("given");
        UnixFileMode open =
            UnixFileMode.UserRead
            | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead
            | UnixFileMode.GroupExecute;
        Directory.CreateDirectory(given, open);
        await using Service service = await Service.StartAsync(
            new ServiceOptions { Data = given, Port = 0 },
            TimeProvider.System,
            CancellationToken.None
        );
        Assert.Equal(open, File.GetUnixFileMode(given));
        string[] databases = Directory.GetFiles(given, "*.db*");
        Assert.Contains(Path.Combine(given, "log.db"), databases);
        Assert.All(
            databases,
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))
        );
    }

    [Fact]
    public void A_file_in_its_place_is_an_error_that_names_it()
    {
        using var scratch = new Scratch();
        string path = scratch.Write("file", "");
        SettingException error = Assert.Throws<SettingException>(() => DataFolder.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    /// <summary>What the retention removes doesn't come back, and a machine may boot with any time.</summary>
    [Fact]
    public async Task A_clock_that_is_a_year_ahead_removes_nothing()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions
        {
            Data = scratch.Path("data"),
            Port = 0,
            Retention = TimeSpan.FromDays(90),
        };
        Assert.Equal(1, await FactsAsync(options, TimeSpan.Zero, "a"));
        Assert.Equal(1, await FactsAsync(options, TimeSpan.FromDays(365), null));
        Assert.Equal(2, await FactsAsync(options, TimeSpan.FromDays(100), "b"));
        Assert.Equal(1, await FactsAsync(options, TimeSpan.FromDays(101), null));
    }

    /// <summary>Starts a service while it is so much later, and ends it.</summary>
    /// <param name="id">Of an event that it is sent; null: none is.</param>
    /// <returns>What is in its log then.</returns>
    private static async Task<long> FactsAsync(ServiceOptions options, TimeSpan later, string? id)
    {
        var time = new Later(later);
        await using (Service service = await Service.StartAsync(options, time, CancellationToken.None))
        {
            if (id != null)
            {
                using var http = new HttpClient { BaseAddress = service.Address };
                var sent = new
                {
                    id,
                    type = "click",
                    time = time.GetUtcNow(),
                    visitor = "v",
                    campaign = "spring",
                };
                (await http.PostAsJsonAsync("/v1/events", sent)).EnsureSuccessStatusCode();
            }
        }
        using var log = SqliteFactLog.Open(
            Path.Combine(options.Data!, "log.db"),
            partitions: null,
            time,
            NullLogger<SqliteFactLog>.Instance
        );
        return log.FactsBefore(long.MaxValue);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_and_after_a_kill_the_folder_is_free()
    {
        using var scratch = new Scratch();
        string data = scratch.Path("data");
        await using ChildProcess first = Serve(data);
        await first.SaysAsync("listens on ");
        await using ChildProcess second = Serve(data);
        Assert.NotEqual(0, await second.ExitAsync());
        Assert.Contains("in use by another process", second.Output, StringComparison.Ordinal);
        first.AssertRuns();
        first.Kill();
        await first.ExitAsync();
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
        await using ChildProcess service = Serve(data);
        Assert.NotEqual(0, await service.ExitAsync());
        Assert.Contains(path, service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_is_gone_is_not_begun_anew_beside_what_was_made_from_it(bool isReplaced)
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data"), Port = 0 };
        await (await Service.StartAsync(options, TimeProvider.System, CancellationToken.None)).DisposeAsync();
        string log = Path.Combine(options.Data, "log.db");
        string snapshots = Path.Combine(options.Data, "snapshots.db");
        byte[] before = File.ReadAllBytes(snapshots);
        File.Move(log, scratch.Path("backup"));
        if (isReplaced)
        {
            var other = new ServiceOptions { Data = scratch.Path("other"), Port = 0 };
            await (await Service.StartAsync(other, TimeProvider.System, CancellationToken.None)).DisposeAsync();
            File.Copy(Path.Combine(other.Data, "log.db"), log);
        }
        SettingException error = await Assert.ThrowsAsync<SettingException>(() =>
            Service.StartAsync(options, TimeProvider.System, CancellationToken.None)
        );
        Assert.Contains(log, error.Message, StringComparison.Ordinal);
        Assert.Contains(snapshots, error.Message, StringComparison.Ordinal);
        Assert.Contains("from a backup", error.Message, StringComparison.Ordinal);
        // Nothing stands in the way of doing so.
        Assert.Equal(isReplaced, File.Exists(log));
        Assert.Equal(before, File.ReadAllBytes(snapshots));
        File.Move(scratch.Path("backup"), log, overwrite: true);
        await (await Service.StartAsync(options, TimeProvider.System, CancellationToken.None)).DisposeAsync();
        // To begin anew.
        File.Delete(log);
        File.Delete(snapshots);
        await (await Service.StartAsync(options, TimeProvider.System, CancellationToken.None)).DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_is_older_than_what_was_made_from_it_is_refused_and_names_what_is_missing()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions
        {
            Data = scratch.Path("data"),
            Port = 0,
            Partitions = 1,
        };
        string log = Path.Combine(options.Data, "log.db");
        string snapshots = Path.Combine(options.Data, "snapshots.db");
        await TakeAsync(options, "first");
        File.Copy(log, scratch.Path("older"));
        await TakeAsync(options, "second");
        File.Copy(log, scratch.Path("newer"));
        File.Copy(scratch.Path("older"), log, overwrite: true);

        SettingException error = await Assert.ThrowsAsync<SettingException>(() =>
            Service.StartAsync(options, TimeProvider.System, CancellationToken.None)
        );
        Assert.Contains($"The log {log} is older than {snapshots}", error.Message, StringComparison.Ordinal);
        Assert.Contains("events of partition 0 after offset 1, up to 2", error.Message, StringComparison.Ordinal);
        // More would hide it.
        SinkException import = Assert.Throws<SinkException>(() =>
            new DirectorySink(new SinkTarget(options.Data, FactKind.Events, null), TimeProvider.System)
        );
        Assert.Equal(error.Message, import.Message);
        File.Copy(scratch.Path("newer"), log, overwrite: true);
        await TakeAsync(options, "third");
        // Or to go on without.
        File.Copy(scratch.Path("older"), log, overwrite: true);
        File.Delete(snapshots);
        await TakeAsync(options, "fourth");
    }

    [SkippableFact]
    public void A_folder_that_is_mounted_read_only_is_said_to_be_so()
    {
        using var disk = new SmallDisk();
        DataFolder.Open(disk.Folder).Dispose();
        Skip.IfNot(disk.MountReadOnly(), "Nothing can be mounted read-only here.");
        SettingException error = Assert.Throws<SettingException>(() => DataFolder.Open(disk.Folder));
        Assert.Contains($"{disk.Folder} can't be written to", error.Message, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs a service until an event is in its figures, and so in the snapshot that it ends with.</summary>
    private static async Task TakeAsync(ServiceOptions options, string campaign)
    {
        await using Service service = await Service.StartAsync(options, TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = service.Address };
        var click = new
        {
            id = campaign,
            type = "click",
            time = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            visitor = "v-1",
            campaign,
        };
        using HttpResponseMessage taken = await client.PostAsJsonAsync("/v1/events", click);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        await Eventually.Holds(
            "it is in the figures",
            async () =>
            {
                string shown = await client.GetStringAsync("/api/campaigns");
                return shown.Contains(campaign, StringComparison.Ordinal) ? null : shown;
            }
        );
    }

    private static ChildProcess Serve(string data) =>
        ChildProcess.Start(
            "serve",
            "dotnet",
            typeof(DataFolder).Assembly.Location,
            "serve",
            "--data",
            data,
            "--port",
            "0"
        );
}
