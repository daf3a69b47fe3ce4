using System.Text;
using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Telemetry;
using CreatorStream.Host.Vetting;
using CreatorStream.Host.Watching;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Serve;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Running;

/// <summary>The whole service in one process: collector, engine and dashboard on embedded storage.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DataFolder folder;
    private readonly SqliteFactLog log;
    private readonly SqliteSnapshotStore snapshots;
    private readonly MemoryViewStore views;
    private readonly SqliteNotificationStore? told;
    private readonly ILoggerFactory loggers;

    private Service(
        WebApplication app,
        DataFolder folder,
        SqliteFactLog log,
        SqliteSnapshotStore snapshots,
        MemoryViewStore views,
        SqliteNotificationStore? told,
        ILoggerFactory loggers
    )
    {
        this.app = app;
        this.folder = folder;
        this.log = log;
        this.snapshots = snapshots;
        this.views = views;
        this.told = told;
        this.loggers = loggers;
    }

    /// <summary>Where it listens, once started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Completes when the views include everything that was in the log at the start.</summary>
    public Task Ready => app.Services.GetRequiredService<Engine>().Ready;

    /// <summary>Cancelled when the service is about to end.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    /// <summary>All routes that it answers.</summary>
    public IReadOnlyList<Endpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public bool HasFailed => app.Services.GetRequiredService<Supervisor>().HasFailed;

    /// <exception cref="SettingException">It can't run like this; the message says what to do.</exception>
    public static async Task<Service> StartAsync(ServiceOptions options, TimeProvider time, CancellationToken cancel)
    {
        KeyRing keys = WebParts.OpenKeys(options);
        IReadOnlyList<Webhook> webhooks = WebParts.OpenWebhooks(options);
        NotificationsFile? notifications = WebParts.OpenNotifications(options);
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, keys);
        var folder = DataFolder.Open(
            options.Data
                ?? throw new SettingException("--data is missing: name the folder that keeps the service's state.")
        );
        // Before the app's own: the log writes to it for as long as it is open.
        ILoggerFactory loggers = LoggerFactory.Create(logging => WebParts.AddConsole(logging, options));
        (SqliteFactLog log, SqliteSnapshotStore snapshots, SqliteNotificationStore? told) = OpenFiles(
            folder,
            options,
            time,
            loggers
        );
        var views = new MemoryViewStore();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(log).AddSingleton<IFactLog>(log);
        builder.Services.AddSingleton(services => new CaseEventsEndpoint(
            services.GetRequiredService<Engine>().History,
            evidence =>
            {
                long after = log.OffsetBefore(evidence.AppendedFromMicros);
                return evidence
                    .PartitionsOf(log.Partitions)
                    .SelectMany(of => RecordReader.ReadAll(log, of, after, loggers.CreateLogger<RecordReader>()));
            },
            time
        ));
        builder.Services.AddSingleton(services => new LogEraser(
            log,
            services.GetRequiredService<ErasedVisitors>(),
            cancel => SettleAsync(services.GetRequiredService<EventCollector>(), cancel),
            time,
            services.GetRequiredService<ILogger<LogEraser>>()
        ));
        builder
            .Services.AddSingleton<ISnapshotStore>(snapshots)
            .AddSingleton<IViewSink>(views)
            .AddSingleton<IViewSource>(views);
        builder.Services.AddNotifications(notifications, told);
        builder.Services.AddSingleton(
            new EngineOptions { Retention = options.Retention, SnapshotInterval = options.SnapshotInterval }
        );
        // Never given back: the tasks that use it may outlast an impatient shutdown, and the process ends then.
        // What was accepted before the door closed may take as much again before reading pauses too.
        builder.Services.AddSingleton(new StateMemory(folder.Scratch, options.MemoryBytes, options.MemoryBytes));
        builder.Services.AddSingleton<Engine>().AddSingleton(services => services.GetRequiredService<Engine>().History);
        builder.Services.AddSingleton<Supervisor>().AddHostedService<EngineService>();
        builder.Services.AddSingleton<IOperations, EmbeddedOperations>().AddSingleton<OperationsWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OperationsWatch>());
        builder
            .Services.AddCollect(
                isOpen: () => !keys.HasKeys,
                takenIn: services => services.GetRequiredService<Engine>().TakenIn
            )
            .AddServe();
        var service = new Service(builder.Build(), folder, log, snapshots, views, told, loggers);
        service.Map(
            options with
            {
                RequestsPerSecond = options.RequestsPerSecond ?? RateLimit.Default(options.Listen),
            },
            webhooks
        );
        await service.StartAsync(options, cancel);
        return service;
    }

    /// <exception cref="SettingException">They can't be used; the folder is given up.</exception>
    private static (SqliteFactLog, SqliteSnapshotStore, SqliteNotificationStore?) OpenFiles(
        DataFolder folder,
        ServiceOptions options,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        SqliteFactLog? log = null;
        SqliteNotificationStore? told = null;
        try
        {
            folder.RequireLog();
            log = SqliteFactLog.Open(folder.Log, options.Partitions, time, loggers.CreateLogger<SqliteFactLog>());
            told = options.Notifications == null ? null : folder.OpenNotifications(time);
            SqliteSnapshotStore snapshots = folder.OpenSnapshots(log);
            return (log, Prune(options, folder, log, snapshots, time, loggers.CreateLogger<Service>()), told);
        }
        catch (Exception error) when (error is SettingException or InvalidOperationException or LogUnavailableException)
        {
            told?.Dispose();
            log?.Dispose();
            folder.Dispose();
            throw new SettingException(
                error is LogUnavailableException
                    ? $"The log {folder.Log} can't be opened: {error.Message}. Restore it from a backup, or name another folder by --data."
                    : error.Message
            );
        }
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
                    .CatalogAsync(Principal.Import, lines, true, cancel);
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
        told?.Dispose();
        views.Dispose();
        folder.Dispose();
        loggers.Dispose();
    }

    private async Task StartAsync(ServiceOptions options, CancellationToken cancel)
    {
        // Before anybody can send: the log is told no more of those who were erased.
        app.Services.GetRequiredService<LogEraser>().TakeIn();
        // And what strangers may say follows from the catalog.
        app.Services.GetRequiredService<CatalogDirectory>().TakeIn();
        try
        {
            Address = await WebParts.StartAsync(app, options, cancel);
        }
        catch (SettingException)
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Who waited for the log goes on in the thread that appends; what reads the whole log must not keep that.
    /// </summary>
    private static async Task SettleAsync(EventCollector collector, CancellationToken cancel)
    {
        await collector.SettleAsync(cancel);
        await Task.Yield();
    }

    /// <summary>Figures are those of the log: what goes from it goes from the saved state, and from there first.</summary>
    /// <returns>The saved state that is left.</returns>
    private static SqliteSnapshotStore Prune(
        ServiceOptions options,
        DataFolder folder,
        SqliteFactLog log,
        SqliteSnapshotStore snapshots,
        TimeProvider time,
        ILogger logger
    )
    {
        if (options.Retention is not { } kept)
        {
            return snapshots;
        }
        long before = Rfc3339.ToMicros(time.GetUtcNow() - kept);
        long facts = log.FactsBefore(before);
        if (facts > 0 && facts == log.FactsBefore(long.MaxValue))
        {
            // As with a clock that is wrong: what is removed does not come back.
            logger.AllFactsAreOld(facts, kept, time.GetUtcNow());
        }
        else if (facts > 0)
        {
            snapshots = folder.RenewSnapshots(log, snapshots);
            try
            {
                log.Prune(before);
                logger.FactsRemoved(facts);
            }
            catch (LogUnavailableException error)
            {
                // The disk is full, most likely. The service runs all the same.
                logger.FactsNotRemoved(facts, error.Message);
            }
        }
        return snapshots;
    }

    private void Map(ServiceOptions options, IReadOnlyList<Webhook> webhooks)
    {
        ConnectionTurns.Use(app);
        if (options.RequestsPerSecond is { } most and > 0)
        {
            app.UseRateLimiter(RateLimit.PerAddress(most));
        }
        app.UseAccess();
        app.UseCollect();
        WebParts.MapDashboard(app, options);
        app.MapCollect();
        app.MapWebhooks(webhooks);
        app.MapServe();
        app.MapHistory();
        app.Services.GetRequiredService<CaseEventsEndpoint>().Map(app);
        new VetEndpoint(app.Services.GetRequiredService<TimeProvider>()).Map(app);
        StateMemory state = app.Services.GetRequiredService<StateMemory>();
        app.MapOperations(() => PartAnswer.None, () => RefusalAnswer.Of(state, log));
        WebParts.MapOpenParts(app);
        app.MapGet(
                "/health/ready",
                (Engine engine) =>
                    RefusalAnswer.Of(state, log) is { } refusal
                        ? Results.Text($"no input is taken: {refusal.Reason}", statusCode: 503)
                    : engine.Ready.IsCompleted ? Results.Text("ready")
                    : Results.Text("reading the log", statusCode: 503)
            )
            .WithMetadata(new RequiresAttribute(Rights.None));
        app.MapMetrics(EmbeddedInstruments.Observe);
    }
}
