using System.Net;
using System.Net.Sockets;
using System.Text;
using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Host.Configuration;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.FileProviders;

namespace CreatorStream.Host.Running;

/// <summary>The whole service in one process: collector, engine and dashboard on embedded storage.</summary>
public sealed class Service : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication app;
    private readonly DataFolder folder;
    private readonly SqliteFactLog log;
    private readonly SqliteSnapshotStore snapshots;
    private readonly MemoryViewStore views;
    private readonly ILoggerFactory loggers;

    private Service(
        WebApplication app,
        DataFolder folder,
        SqliteFactLog log,
        SqliteSnapshotStore snapshots,
        MemoryViewStore views,
        ILoggerFactory loggers
    )
    {
        this.app = app;
        this.folder = folder;
        this.log = log;
        this.snapshots = snapshots;
        this.views = views;
        this.loggers = loggers;
    }

    /// <summary>Where it listens, once started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Completes when the views include everything that was in the log at the start.</summary>
    public Task Ready => app.Services.GetRequiredService<Engine>().Ready;

    /// <summary>Cancelled when the service is about to end.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    public bool HasFailed => app.Services.GetRequiredService<EngineService>().HasFailed;

    /// <exception cref="SettingException">It can't run like this; the message says what to do.</exception>
    public static async Task<Service> StartAsync(ServiceOptions options, TimeProvider time, CancellationToken cancel)
    {
        if (!IPAddress.IsLoopback(options.Listen) && options.Key == null)
        {
            throw new SettingException(
                $"To listen on {options.Listen} the service needs a key that callers show: set CREATORSTREAM_KEY (or --key), or listen on the loopback."
            );
        }
        DataFolder folder = DataFolder.Open(
            options.Data
                ?? throw new SettingException("--data is missing: name the folder that keeps the service's state.")
        );
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRateLimiter(_ => { });
        AddConsole(builder.Logging.ClearProviders(), options);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("CreatorStream", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        // A client's mistake is told to the client; it must not fill the log.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Listen, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        // Before the app's own: the log writes to it for as long as it is open.
        ILoggerFactory loggers = LoggerFactory.Create(logging => AddConsole(logging, options));
        SqliteFactLog log;
        try
        {
            log = SqliteFactLog.Open(folder.Log, options.Partitions, time, loggers.CreateLogger<SqliteFactLog>());
        }
        catch (InvalidOperationException error)
        {
            folder.Dispose();
            throw new SettingException(error.Message);
        }
        catch (LogUnavailableException error)
        {
            folder.Dispose();
            throw new SettingException(
                $"The log {folder.Log} can't be opened: {error.Message}. Restore it from a backup, or name another folder by --data."
            );
        }
        var snapshots = SqliteSnapshotStore.Open(folder.Snapshots, log.Secret);
        Prune(options, log, snapshots, time, loggers.CreateLogger<Service>());
        var views = new MemoryViewStore();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(log).AddSingleton<IFactLog>(log);
        builder
            .Services.AddSingleton<ISnapshotStore>(snapshots)
            .AddSingleton<IViewStore>(views)
            .AddSingleton<IViewSource>(views);
        builder.Services.AddSingleton(
            new EngineOptions { Retention = options.Retention, SnapshotInterval = options.SnapshotInterval }
        );
        // Never given back: the tasks that use it may outlast an impatient shutdown, and the process ends then.
        builder.Services.AddSingleton(new StateMemory(folder.Scratch, options.MemoryBytes));
        builder.Services.AddSingleton<Engine>().AddSingleton(services => services.GetRequiredService<Engine>().History);
        builder.Services.AddSingleton<EngineService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EngineService>());
        builder.Services.AddSingleton<MetricsText>();
        builder.Services.AddCollect().AddServe();
        builder.Services.AddOpenApi();
        var service = new Service(builder.Build(), folder, log, snapshots, views, loggers);
        service.Map(
            options with
            {
                RequestsPerSecond = options.RequestsPerSecond ?? RateLimit.Default(options.Listen),
            }
        );
        await service.StartAsync(options, cancel);
        return service;
    }

    /// <summary>Upserts the entries of a catalog file.</summary>
    /// <exception cref="SettingException">The file or an entry can't be used.</exception>
    public async Task UpsertCatalogAsync(string path, CancellationToken cancel)
    {
        try
        {
            IReadOnlyList<Import.CatalogFileEntry> entries = Import.CatalogFile.Read(path);
            foreach (Import.CatalogFileEntry[] chunk in entries.Chunk(1_000))
            {
                byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(entry => entry.Json)));
                CollectResult result = await app
                    .Services.GetRequiredService<EntryCollector>()
                    .CatalogAsync(lines, true, cancel);
                if (result.Rejections.Count > 0)
                {
                    Rejection first = result.Rejections[0];
                    throw new SettingException(
                        $"{path}, line {chunk[first.Index].Line}: {first.Field} {first.Reason} ({result.Rejections.Count} entries can't be used)."
                    );
                }
            }
        }
        catch (Exception error) when (error is Import.CatalogFileException or IOException)
        {
            throw new SettingException(error.Message);
        }
    }

    /// <summary>Runs until a signal or a failure ends it.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        log.Dispose();
        snapshots.Dispose();
        views.Dispose();
        folder.Dispose();
        loggers.Dispose();
    }

    private async Task StartAsync(ServiceOptions options, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await DisposeAsync();
            throw new SettingException(
                $"Port {options.Port} of {options.Listen} is in use: stop what listens there, or choose another by --port (0 for any free one)."
            );
        }
        catch (SocketException error)
        {
            await DisposeAsync();
            throw new SettingException($"The service can't listen on {options.Listen}:{options.Port}: {error.Message}");
        }
        string address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Address = new Uri(address);
    }

    /// <summary>Figures are those of the log: what goes from it goes from the saved state, and from there first.</summary>
    private static void Prune(
        ServiceOptions options,
        SqliteFactLog log,
        SqliteSnapshotStore snapshots,
        TimeProvider time,
        ILogger logger
    )
    {
        if (options.Retention is not { } kept)
        {
            return;
        }
        long before = Rfc3339.ToMicros(time.GetUtcNow() - kept);
        long facts = log.FactsBefore(before);
        if (facts > 0)
        {
            snapshots.Clear();
            log.Prune(before);
            logger.LogInformation("{Facts} facts older than the retention were removed", facts);
        }
    }

    private static void AddConsole(ILoggingBuilder logging, ServiceOptions options)
    {
        const string Timestamp = "yyyy-MM-ddTHH:mm:ssZ ";
        if (options.LogFormat == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Timestamp.TrimEnd();
            });
            return;
        }
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = Timestamp;
        });
    }

    private void Map(ServiceOptions options)
    {
        var access = new Access(options.Key);
        access.Use(app);
        if (options.RequestsPerSecond is { } most and > 0)
        {
            app.UseRateLimiter(RateLimit.PerAddress(most));
        }
        app.UseCollect();
        if (options.Dashboard is { } dashboard && Directory.Exists(dashboard))
        {
            var files = new PhysicalFileProvider(Path.GetFullPath(dashboard));
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(
                new StaticFileOptions
                {
                    FileProvider = files,
                    // Built files have a hash in their names; the others must be asked for anew.
                    OnPrepareResponse = file =>
                        file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments(
                            "/assets"
                        )
                            ? "public, max-age=31536000, immutable"
                            : "no-cache",
                }
            );
            app.MapFallback(
                "{*path:nonfile}",
                (HttpContext context) =>
                    context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/v1")
                        ? Results.NotFound()
                        : Results.File(files.GetFileInfo("index.html").PhysicalPath!, "text/html")
            );
        }
        else
        {
            app.MapGet(
                "/",
                () => Results.Text("CreatorStream runs. The dashboard is not built: start it by ./creatorstream.")
            );
        }
        app.MapCollect();
        app.MapServe(access);
        app.MapOpenApi();
        app.MapGet("/health/live", () => "live");
        app.MapGet(
            "/health/ready",
            (Engine engine) =>
                engine.Ready.IsCompleted ? Results.Text("ready") : Results.Text("reading the log", statusCode: 503)
        );
        app.MapGet("/metrics", (MetricsText metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4"));
    }
}
