using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreatorStream.Golden;

/// <summary>The built service as a process of its own, on a data folder of its own, which can be killed and restarted.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly int _partitions;
    private readonly string _data = Directory.CreateTempSubdirectory("creatorstream-golden-").FullName;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private HttpClient? _client;

    private ServiceProcess(int partitions) => _partitions = partitions;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private static string Executable
    {
        get
        {
            // …/tests/CreatorStream.Golden/bin/<configuration>/net10.0/
            var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
            return Path.Combine(
                Repository.Root,
                "src",
                "CreatorStream.Host",
                "bin",
                configuration,
                "net10.0",
                "creatorstream"
            );
        }
    }

    public static async Task<ServiceProcess> Start(int partitions)
    {
        Skip.IfNot(File.Exists(Executable), "The service's executable is not built.");
        var service = new ServiceProcess(partitions);
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

    public Task PostEvents(IEnumerable<JsonObject> events, bool asArray) =>
        asArray
            ? Post("/v1/events", "application/json", "[" + string.Join(',', events.Select(e => e.ToJsonString())) + "]")
            : Post("/v1/events", "application/x-ndjson", Lines(events));

    public Task PostCatalog(IEnumerable<JsonObject> entries) =>
        Post("/api/catalog", "application/x-ndjson", Lines(entries));

    /// <summary>Null while the service doesn't know the campaign yet.</summary>
    public async Task<JsonObject?> View(string workspace, string campaign, string view)
    {
        var path =
            $"/api/campaigns/{Uri.EscapeDataString(campaign)}/views/{view}?workspace={Uri.EscapeDataString(workspace)}";
        using var response = await _client!.GetAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Kill -9, then the same data folder again.</summary>
    public async Task CrashAndRestart()
    {
        await Stop();
        await Launch();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_data, recursive: true);
    }

    private async Task Launch()
    {
        var start = new ProcessStartInfo(Executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["serve", "--data", _data, "--port", "0", "--partitions", $"{_partitions}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data, address);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, null);
        _process.Exited += (_, _) => address.TrySetException(new IOException($"The service ended.\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _client = new HttpClient { BaseAddress = await address.Task.WaitAsync(StartDeadline) };
    }

    private async Task Stop()
    {
        _client?.Dispose();
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private void Keep(string? line, TaskCompletionSource<Uri>? address)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (address is not null && Address().Match(line) is { Success: true } match)
        {
            address.TrySetResult(new Uri(match.Value));
        }
    }

    private async Task Post(string path, string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await _client!.PostAsync(new Uri(path, UriKind.Relative), content);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {answer}");
    }

    private static string Lines(IEnumerable<JsonObject> objects) =>
        string.Concat(objects.Select(o => o.ToJsonString() + "\n"));

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
