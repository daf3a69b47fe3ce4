using System.Net;
using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Embedded;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Telemetry;
using CreatorStream.Host.Vetting;
using CreatorStream.Host.Watching;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Serve;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Running;

/// <summary>One process of a service at scale: its HTTP, and the role behind it.</summary>
internal sealed class ScaledService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CollectorSpool? spool;
    private readonly DataFolder? folder;
    private readonly SqliteNotificationStore? told;
    private readonly ILoggerFactory loggers;

    private ScaledService(
        WebApplication app,
        CollectorSpool? spool,
        DataFolder? folder,
        SqliteNotificationStore? told,
        ILoggerFactory loggers
    )
    {
        this.app = app;
        this.spool = spool;
        this.folder = folder;
        this.told = told;
        this.loggers = loggers;
    }

    /// <summary>Where it listens, once started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>All routes that it answers.</summary>
    public IReadOnlyList<Endpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public bool HasFailed => app.Services.GetRequiredService<Supervisor>().HasFailed;

    /// <exception cref="SettingException">It can't run like this; the message says what to do.</exception>
    public static async Task<ScaledService> StartAsync(
        Role role,
        ServiceOptions options,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        if (options.Kafka is not { Servers.Length: > 0 })
        {
            throw new SettingException("--kafka is missing: name the brokers, such as 127.0.0.1:9092.");
        }
        try
        {
            KafkaLibrary.Require();
        }
        catch (KafkaUnavailableException error)
        {
            throw new SettingException(error.Message);
        }
        KeyRing keys = WebParts.OpenKeys(options);
        IReadOnlyList<Webhook> webhooks = role == Role.Collect ? WebParts.OpenWebhooks(options) : [];
        NotificationsFile? notifications = role == Role.Serve ? WebParts.OpenNotifications(options) : null;
        if (notifications != null && options.Data == null)
        {
            throw new SettingException(
                "--notifications needs --data: a folder of this process's own that keeps what was told."
            );
        }
        if (role != Role.Collect && options.Key == null && keys.HasKeys)
        {
            throw new SettingException(
                "Processes at scale ask one another by --key: set CREATORSTREAM_KEY, the same for all, beside the keys file."
            );
        }
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, keys);
        builder.Services.AddSingleton(time).AddSingleton(options).AddSingleton<NewestViews>();
        var scratch = ScratchFolder.Open(options);
        // By a function: then it is disposed of with the application.
        builder.Services.AddSingleton(_ => scratch);
        builder.Services.AddSingleton(new StateMemory(scratch.Path, options.MemoryBytes));
        builder.Services.AddSingleton<Supervisor>();
        DataFolder? folder = notifications == null ? null : DataFolder.Open(options.Data!);
        SqliteNotificationStore? told = folder?.OpenNotifications(time);
        builder.Services.AddNotifications(notifications, told);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Roles>(services, role));
        builder.Services.AddHostedService(services => services.GetRequiredService<Roles>());
        switch (role)
        {
            case Role.Collect:
                builder.Services.AddSingleton(services => services.GetRequiredService<Roles>().Facts);
                builder.Services.AddCollect(isOpen: () => !keys.HasKeys).AddHostedService<DirectoryService>();
                builder.Services.AddSingleton(services => services.GetRequiredService<Roles>().Erased);
                break;
            case Role.Process:
                builder.Services.AddSingleton<IHistory, OwnedHistory>();
                builder.Services.AddSingleton(services =>
                {
                    Roles roles = services.GetRequiredService<Roles>();
                    return new CaseEventsEndpoint(
                        services.GetRequiredService<IHistory>(),
                        evidence =>
                            evidence
                                .PartitionsOf(roles.Partitions)
                                .SelectMany(of => roles.Scan!.Read(of, evidence.AppendedFromMicros)),
                        time
                    );
                });
                break;
            case Role.Serve:
                builder.Services.AddSingleton<IViewSource>(services => services.GetRequiredService<NewestViews>());
                builder.Services.AddServe().AddHttpClient();
                builder.Services.AddSingleton<Workers>().AddSingleton<IOperations, ScaledOperations>();
                builder.Services.AddSingleton<OperationsWatch>();
                builder.Services.AddHostedService(services => services.GetRequiredService<OperationsWatch>());
                break;
        }
        // Before the app's own: the spool writes to it for as long as it is open.
        ILoggerFactory loggers = LoggerFactory.Create(logging => WebParts.AddConsole(logging, options));
        CollectorSpool? spool = role == Role.Collect ? CollectorSpool.Open(options, time, loggers) : null;
        if (spool != null)
        {
            builder.Services.AddSingleton(spool);
        }
        var service = new ScaledService(builder.Build(), spool, folder, told, loggers);
        try
        {
            service.Map(role, options, webhooks);
            service.Address = await WebParts.StartAsync(service.app, options, cancel);
        }
        catch (SettingException)
        {
            await service.DisposeAsync();
            throw;
        }
        return service;
    }

    /// <summary>Runs until a signal or a failure ends it.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (spool != null)
        {
            await spool.DisposeAsync();
        }
        told?.Dispose();
        folder?.Dispose();
        loggers.Dispose();
    }

    /// <summary>Nobody is called by «any address»: then the machine's name is what others may know.</summary>
    private static string Reachable(string url)
    {
        var address = new UriBuilder(url);
        if (
            IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && ip.Equals(IPAddress.Any)
            || address.Host is "[::]"
        )
        {
            address.Host = Dns.GetHostName();
        }
        return address.Uri.GetLeftPart(UriPartial.Authority);
    }

    private void Map(Role role, ServiceOptions options, IReadOnlyList<Webhook> webhooks)
    {
        Roles roles = app.Services.GetRequiredService<Roles>();
        app.Lifetime.ApplicationStarted.Register(() =>
            roles.Address = options.Advertise ?? Reachable(app.Urls.First())
        );
        ConnectionTurns.Use(app);
        int most = options.RequestsPerSecond ?? RateLimit.Default(options.Listen);
        if (most > 0 && role != Role.Process)
        {
            app.UseRateLimiter(RateLimit.PerAddress(most));
        }
        app.UseAccess();
        app.Use(
            async (context, next) =>
            {
                bool isReady = roles.IsReady(out string reason);
                if (
                    isReady
                    || context.Request.Path.StartsWithSegments("/health")
                    || context.Request.Path.StartsWithSegments("/metrics")
                    || role == Role.Process
                )
                {
                    await next(context);
                    return;
                }
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "1";
                await context.Response.WriteAsJsonAsync(new { error = $"The service is {reason}." });
            }
        );
        switch (role)
        {
            case Role.Collect:
                app.UseCollect();
                app.MapCollect();
                app.MapWebhooks(webhooks);
                break;
            case Role.Process:
                app.MapHistory();
                app.Services.GetRequiredService<CaseEventsEndpoint>().Map(app);
                app.MapOwnedTasks(roles, app.Services.GetRequiredService<TimeProvider>());
                break;
            case Role.Serve:
                WebParts.MapDashboard(app, options);
                app.MapServe();
                new VetEndpoint(app.Services.GetRequiredService<TimeProvider>()).Map(app);
                RemoteHistory.Map(app);
                StateMemory memory = app.Services.GetRequiredService<StateMemory>();
                app.MapOperations(
                    () => roles.RedisReader is { } redis ? PartAnswer.Of(redis.DegradedSince) : PartAnswer.None,
                    () => RefusalAnswer.Of(memory.Shortage)
                );
                break;
        }
        WebParts.MapOpenParts(app);
        app.MapGet(
                "/health/ready",
                () =>
                    !roles.IsReady(out string reason) ? Results.Text(reason, statusCode: 503)
                    : roles.Refusal is { } refusal ? Results.Text(refusal, statusCode: 503)
                    : Results.Text(reason)
            )
            .WithMetadata(new RequiresAttribute(Rights.None));
        app.MapMetrics(ScaledInstruments.Observe);
    }
}
