using System.Net;
using System.Net.Sockets;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Telemetry;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;

namespace CreatorStream.Host.Running;

/// <summary>What every process that answers by HTTP has in common: logging, limits, the start, the dashboard's files.</summary>
internal static class WebParts
{
    private const string NoCache = "no-cache";

    /// <summary>For a connection that says nothing: before its first request, and between two.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The dashboard's addresses (route.ts): it makes the pages of them itself, also the one that says that there is none.</summary>
    private static readonly string[] Pages = ["/", "/{page:nonfile}", "/campaigns/{**rest}"];

    /// <exception cref="SettingException">The keys file can't be used.</exception>
    public static KeyRing OpenKeys(ServiceOptions options)
    {
        try
        {
            return new KeyRing(options.Key, options.KeysFile);
        }
        catch (KeyFileException error)
        {
            throw new SettingException(error.Message);
        }
    }

    /// <exception cref="SettingException">The file of webhooks can't be used.</exception>
    public static IReadOnlyList<Webhook> OpenWebhooks(ServiceOptions options)
    {
        try
        {
            return options.Webhooks is { } file ? WebhooksFile.Read(file) : [];
        }
        catch (YamlFileException error)
        {
            throw new SettingException(error.Message);
        }
    }

    /// <returns>null: nobody is told of alerts.</returns>
    /// <exception cref="SettingException">The file of notifications can't be used.</exception>
    public static NotificationsFile? OpenNotifications(ServiceOptions options)
    {
        try
        {
            return options.Notifications is { } file ? NotificationsFile.Read(file) : null;
        }
        catch (YamlFileException error)
        {
            throw new SettingException(error.Message);
        }
    }

    /// <summary>Before all that makes views: what comes before somebody listens is not heard.</summary>
    public static void AddNotifications(
        this IServiceCollection services,
        NotificationsFile? file,
        INotificationStore? store
    )
    {
        if (file != null && store != null)
        {
            services.AddSingleton(file).AddSingleton(store).AddSingleton<Notifier>();
            services.AddHostedService<NotifierService>();
        }
    }

    /// <exception cref="SettingException">It would be open to anybody.</exception>
    public static WebApplicationBuilder CreateBuilder(ServiceOptions options, KeyRing keys)
    {
        if (!IPAddress.IsLoopback(options.Listen) && !keys.HasKeys)
        {
            throw new SettingException(
                $"To listen on {options.Listen} the service needs a key that callers show: make one (creatorstream keys add), set CREATORSTREAM_KEY, or listen on the loopback."
            );
        }
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            // It would watch the folder that it is started in, and with that every write to a log in it.
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] }
        );
        builder.Services.AddRateLimiter(_ => { });
        AddConsole(builder.Logging.ClearProviders(), options);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("CreatorStream", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Error);
        // It writes nothing at that level, but would begin an activity for each request to name it in what is written.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        // A client's mistake is told to the client; it must not fill the log.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.None);
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<ConnectionLimits>(services, OpenFiles.Most)
        );
        // A request goes on where its bytes were read, and its answer is sent where it is written: to hand either to another
        // thread of the pool costs more than to parse a request. No handler blocks for long, and connections take turns (ConnectionTurns).
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, LimitedListeners>());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Listen, options.Port);
            // Live connections of dashboards are not meant: the hub's own pings keep those.
            kestrel.Limits.KeepAliveTimeout = Silence;
            kestrel.Limits.RequestHeadersTimeout = Silence;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddOpenApi();
        builder.Services.AddAccess(keys);
        OtlpExport.AddTo(builder);
        return builder;
    }

    /// <summary>What every process answers to anybody: its API's description, and that it runs.</summary>
    public static void MapOpenParts(WebApplication app)
    {
        var open = new RequiresAttribute(Rights.None);
        app.MapOpenApi().WithMetadata(open);
        app.MapGet("/health/live", () => "live").WithMetadata(open);
    }

    public static void AddConsole(ILoggingBuilder logging, ServiceOptions options)
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

    /// <returns>Where it listens.</returns>
    /// <exception cref="SettingException">It can't listen there.</exception>
    public static async Task<Uri> StartAsync(WebApplication app, ServiceOptions options, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new SettingException(
                $"Port {options.Port} of {options.Listen} is in use: stop what listens there, or choose another by --port (0 for any free one)."
            );
        }
        catch (SocketException error)
        {
            throw new SettingException($"The service can't listen on {options.Listen}:{options.Port}: {error.Message}");
        }
        return new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
    }

    /// <summary>The built dashboard, or a line that says that there is none. Its files are open to everybody.</summary>
    public static void MapDashboard(WebApplication app, ServiceOptions options)
    {
        var open = new RequiresAttribute(Rights.None);
        if (options.Dashboard is not { } dashboard || !Directory.Exists(dashboard))
        {
            app.MapGet(
                    "/",
                    () => Results.Text("CreatorStream runs. The dashboard is not built: start it by ./creatorstream.")
                )
                .WithMetadata(open);
            return;
        }
        var files = new PhysicalFileProvider(Path.GetFullPath(dashboard));
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                // Built files have a hash in their names; the others must be asked for anew.
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets")
                        ? "public, max-age=31536000, immutable"
                        : NoCache,
            }
        );
        foreach (string page in Pages)
        {
            app.MapMethods(
                    page,
                    [HttpMethods.Get, HttpMethods.Head],
                    (HttpContext context) =>
                    {
                        context.Response.Headers.CacheControl = NoCache;
                        return Results.File(files.GetFileInfo("index.html").PhysicalPath!, "text/html");
                    }
                )
                .WithMetadata(open)
                .ExcludeFromDescription();
        }
    }
}
