using CreatorStream.Collect;
using CreatorStream.Pipeline;

namespace CreatorStream.Host.Running;

/// <summary>Runs the engine and the collector's view of the catalog; if either fails, the process ends and says why.</summary>
public sealed class EngineService(
    Engine engine,
    LinkDirectory links,
    IHostApplicationLifetime lifetime,
    ILogger<EngineService> logger
) : BackgroundService
{
    /// <summary>The engine failed: the process ends with an error.</summary>
    public bool HasFailed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Task failed = await Task.WhenAny(
                Task.Run(() => engine.RunAsync(stoppingToken), CancellationToken.None),
                Task.Run(() => links.RunAsync(stoppingToken), CancellationToken.None)
            );
            await failed;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
        catch (Exception error)
        {
            HasFailed = true;
            logger.LogCritical(error, "The engine failed; the process ends. What was acknowledged is in the log");
            lifetime.StopApplication();
        }
    }
}
