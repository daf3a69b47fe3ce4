using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Serve.Tests;

/// <summary>The dashboard's server on a real web server, a real log and a running engine.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-serve-");
    private readonly CancellationTokenSource stop = new();
    private readonly SqliteSnapshotStore snapshots;
    private readonly WebApplication app;
    private Task engine = Task.CompletedTask;

    private Site(string? key, Action<string>? path)
    {
        path?.Invoke(KeysFile);
        Log = SqliteFactLog.Open(
            Path.Combine(folder.FullName, "log.db"),
            1,
            TimeProvider.System,
            NullLogger<SqliteFactLog>.Instance
        );
        snapshots = SqliteSnapshotStore.Open(Path.Combine(folder.FullName, "snapshots.db"), Log.Secret);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IFactLog>(Log);
        builder
            .Services.AddSingleton<ISnapshotStore>(snapshots)
            .AddSingleton<IViewSink>(Views)
            .AddSingleton<IViewSource>(Views);
        builder.Services.AddSingleton(new EngineOptions()).AddSingleton(new StateMemory()).AddSingleton<Engine>();
        builder.Services.AddSingleton(services => services.GetRequiredService<Engine>().History);
        builder.Services.AddServe().AddAccess(new KeyRing(key, KeysFile));
        // However slow the machine, and silent the client.
        builder.Services.Configure<HubOptions>(options =>
            options.HandshakeTimeout = options.ClientTimeoutInterval = Eventually.Limit
        );
        app = builder.Build();
        app.UseAccess();
        app.MapServe();
        app.MapHistory();
        // What else the service answers behind the same door.
        var send = new RequiresAttribute(Rights.Collect, Scope.Body);
        app.MapPost("/v1/events", () => "taken").WithMetadata(send);
        app.MapPost("/v1/counters", () => "taken").WithMetadata(send);
        app.MapGet("/v1/p.gif", () => "pixel").WithMetadata(new RequiresAttribute(Rights.None));
        app.MapGet("/metrics", () => "metrics").WithMetadata(new RequiresAttribute(Rights.Manage, Scope.Service));
        app.MapGet(
                "/api/rate",
                (HttpContext context) =>
                    context.Features.Get<IHttpMinResponseDataRateFeature>()!.MinDataRate!.BytesPerSecond
            )
            .WithMetadata(new RequiresAttribute(Rights.Read));
        app.MapGet("/undeclared", () => "secret");
    }

    public string KeysFile => Path.Combine(folder.FullName, "keys.json");

    public SqliteFactLog Log { get; }

    public MemoryViewStore Views { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    public int Connections => app.Services.GetRequiredService<ClientMailboxes>().Count;

    /// <param name="path">Makes the file of keys.</param>
    public static async Task<Site> Start(string? key = null, Action<string>? path = null)
    {
        var site = new Site(key, path);
        await site.app.StartAsync();
        site.Client.BaseAddress = new Uri(site.app.Urls.First());
        Engine engine = site.app.Services.GetRequiredService<Engine>();
        site.engine = Task.Run(() => engine.RunAsync(site.stop.Token));
        await engine.Ready;
        return site;
    }

    public async Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request);
    }

    public Task<HubClient> Connect(params (string Name, string Value)[] headers) =>
        HubClient.Connect(new UriBuilder(Client.BaseAddress!) { Scheme = "ws", Path = "/hub" }.Uri, headers);

    public Task<HubClient> ConnectTo(string workspace, params (string Name, string Value)[] headers) =>
        HubClient.Connect(
            new UriBuilder(Client.BaseAddress!)
            {
                Scheme = "ws",
                Path = "/hub",
                Query = $"workspace={workspace}",
            }.Uri,
            headers
        );

    /// <summary>The service takes over what the file of keys holds now.</summary>
    public void LookAtKeys() => app.Services.GetServices<IHostedService>().OfType<KeyWatch>().Single().Look();

    public async Task EndEngine()
    {
        await stop.CancelAsync();
        try
        {
            await engine;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The orderly end.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await EndEngine();
        await app.DisposeAsync();
        Log.Dispose();
        snapshots.Dispose();
        Views.Dispose();
        stop.Dispose();
        folder.Delete(recursive: true);
    }
}
