using System.Net;
using System.Net.Sockets;
using CreatorStream.Host.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.FileProviders;

namespace CreatorStream.Host.Running;

/// <summary>What every process that answers by HTTP has in common: logging, limits, the start, the dashboard's files.</summary>
public static class WebParts
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingException">It would be open to anybody.</exception>
    public static WebApplicationBuilder CreateBuilder(ServiceOptions options)
    {
        if (!IPAddress.IsLoopback(options.Listen) && options.Key == null)
        {
            throw new SettingException(
                $"To listen on {options.Listen} the service needs a key that callers show: set CREATORSTREAM_KEY (or --key), or listen on the loopback."
            );
        }
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
        builder.Services.AddOpenApi();
        return builder;
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

    /// <summary>The built dashboard, or a line that says that there is none.</summary>
    public static void MapDashboard(WebApplication app, ServiceOptions options)
    {
        if (options.Dashboard is not { } dashboard || !Directory.Exists(dashboard))
        {
            app.MapGet(
                "/",
                () => Results.Text("CreatorStream runs. The dashboard is not built: start it by ./creatorstream.")
            );
            return;
        }
        var files = new PhysicalFileProvider(Path.GetFullPath(dashboard));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                // Built files have a hash in their names; the others must be asked for anew.
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets")
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
}
