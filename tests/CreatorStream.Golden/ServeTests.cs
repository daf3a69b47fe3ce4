using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>How the service starts, refuses to start, and ends.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string scratch = ServiceProcess.Scratch();

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [SkippableFact]
    public async Task Sigterm_ends_it_in_order_under_load()
    {
        await using ServiceProcess service = await ServiceProcess.Start(3);
        int acknowledged = 0;
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Send(sender)));
        await Eventually.Holds(
            "load",
            () => Task.FromResult(Volatile.Read(ref acknowledged) > 2_000 ? null : "too little")
        );

        Assert.Equal(0, await service.Terminate());
        await load;

        await service.CrashAndRestart();
        await Eventually.Holds("all that was acknowledged, counted", Counted);

        async Task Send(int sender)
        {
            for (int batch = 0; ; batch++)
            {
                try
                {
                    var events = Enumerable.Range(0, 100).Select(n => Click($"{sender}-{batch}-{n}")).ToList();
                    await service.PostEvents(events, asArray: true);
                    Interlocked.Add(ref acknowledged, events.Count);
                }
                catch (Exception e) when (e is HttpRequestException or Xunit.Sdk.XunitException)
                {
                    // Turned away (503) or cut off by the end of the service.
                    return;
                }
            }
        }

        // A request that was under way may have been taken without an answer.
        async Task<string?> Counted()
        {
            long clicks =
                (long?)(await service.View("default", "load", "overview"))?["figures"]!["raw"]!["clicks"] ?? 0;
            return clicks >= acknowledged && clicks <= acknowledged + 400 ? null : $"{clicks} of {acknowledged}";
        }
    }

    [SkippableFact]
    public async Task A_used_port_is_named()
    {
        await using ServiceProcess service = await ServiceProcess.Start(1);
        string port = $"{service.Address.Port}";
        await Refused(["--data", Path.Combine(service.Data, "other"), "--port", port], port);
    }

    [SkippableFact]
    public async Task A_folder_in_use_is_named()
    {
        await using ServiceProcess service = await ServiceProcess.Start(1);
        await Refused(["--data", service.Data, "--port", "0"], service.Data);
        Ended import = await HostProgram.Run([
            "import",
            Path.Combine(Repository.Root, "samples", "talkingdata-sample.csv"),
            "--map",
            "talkingdata",
            "--to",
            service.Data,
        ]);
        Assert.Equal(1, import.Code);
        Assert.Contains(service.Data, import.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_missing_folder_is_made()
    {
        string folder = Path.Combine(scratch, "not", "there");
        await using ServiceProcess service = await ServiceProcess.StartOn(folder);
        Assert.Equal("live", await service.Get("/health/live"));
        Assert.True(File.Exists(Path.Combine(folder, "log.db")));
    }

    [SkippableTheory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task It_listens_beyond_the_loopback_with_a_key_only(string address)
    {
        string folder = Path.Combine(scratch, "unused");
        await Refused(["--data", folder, "--port", "0", "--listen", address], "key");
        Assert.False(Directory.Exists(folder), "a service that never ran left a folder");
    }

    private static async Task Refused(IEnumerable<string> settings, string named)
    {
        Ended ended = await HostProgram.Run(["serve", .. settings]);
        Assert.Equal(2, ended.Code);
        Assert.Contains(named, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.TrimEnd().Split('\n'));
    }

    private static JsonObject Click(string id) =>
        World.Object(
            "default",
            ("id", id),
            ("type", "click"),
            ("time", "2026-01-02T03:04:05Z"),
            ("visitor", id),
            ("campaign", "load")
        );
}
