using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreatorStream.Golden;

/// <summary>The built service as a process of its own, on a data folder of its own, which can be killed and restarted.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private readonly string[] settings;
    private int port = FreePorts.Next();
    private string before = "";
    private ChildProcess? process;
    private HttpClient? client;

    private ServiceProcess(string data, string[] settings) => (Data, this.settings) = (data, settings);

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>The same one after a restart.</summary>
    public Uri Address => client!.BaseAddress!;

    /// <summary>What it said, also before it was killed.</summary>
    public string Output => before + process?.Output;

    public static Task<ServiceProcess> Start(int partitions, params string[] settings) =>
        StartOn(Scratch(), ["--partitions", $"{partitions}", .. settings]);

    /// <summary>On a data folder that is there already, and is deleted at the end all the same.</summary>
    public static async Task<ServiceProcess> StartOn(string data, params string[] settings)
    {
        HostProgram.SkipUnlessBuilt();
        var service = new ServiceProcess(data, settings);
        try
        {
            await service.Launch();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new temporary folder.</summary>
    public static string Scratch() => Directory.CreateTempSubdirectory("creatorstream-golden-").FullName;

    public Task PostEvents(IEnumerable<JsonObject> events, bool asArray) =>
        asArray
            ? Post("/v1/events", "application/json", "[" + string.Join(',', events.Select(e => e.ToJsonString())) + "]")
            : Post("/v1/events", "application/x-ndjson", Lines(events));

    public Task PostCatalog(IEnumerable<JsonObject> entries) =>
        Post("/api/catalog", "application/x-ndjson", Lines(entries));

    /// <summary>Null while the service doesn't know the campaign yet.</summary>
    public Task<JsonObject?> View(string workspace, string campaign, string view) =>
        ReadView(
            view,
            $"/api/campaigns/{Uri.EscapeDataString(campaign)}/views/{view}?workspace={Uri.EscapeDataString(workspace)}"
        );

    /// <summary>A view of the whole workspace; null while there is none.</summary>
    public Task<JsonObject?> WorkspaceView(string workspace, string view) =>
        ReadView(view, $"/api/views/{view}?workspace={Uri.EscapeDataString(workspace)}");

    private async Task<JsonObject?> ReadView(string view, string path)
    {
        using HttpResponseMessage response = await client!.GetAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {body}");
        return PublishedViews.Read(view, body);
    }

    /// <summary>One view's figures or another answer, as it is.</summary>
    public Task<string> Get(string path) => client!.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Kill -9, then the same data folder and port again.</summary>
    /// <param name="whileDown">What happens to the folder in between.</param>
    public async Task CrashAndRestart(Action? whileDown = null)
    {
        await Stop();
        whileDown?.Invoke();
        await Launch();
    }

    /// <summary>SIGTERM; the exit code, once it has ended.</summary>
    public async Task<int> Terminate()
    {
        await process!.SignalAsync("TERM");
        return await process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(Data, recursive: true);
    }

    private async Task Launch()
    {
        process = HostProgram.Start("serve", ["serve", "--data", Data, "--port", $"{port}", .. settings]);
        var address = new Uri(PrintedAddress().Match(await process.SaysAsync("listens on ")).Value);
        client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        port = address.Port;
    }

    private async Task Stop()
    {
        client?.Dispose();
        if (process is not null)
        {
            await process.DisposeAsync();
            before += process.Output;
            process = null;
        }
    }

    public async Task Post(string path, string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using HttpResponseMessage response = await client!.PostAsync(new Uri(path, UriKind.Relative), content);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {answer}");
    }

    private static string Lines(IEnumerable<JsonObject> objects) =>
        string.Concat(objects.Select(o => o.ToJsonString() + "\n"));

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex PrintedAddress();
}
