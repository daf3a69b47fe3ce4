using CreatorStream.Collect;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Host.Running;

/// <summary>Runs the engine, the collector's view of the catalog and erasures; if one fails, the process ends and says why.</summary>
public sealed class EngineService(
    Engine engine,
    CatalogDirectory catalog,
    LogEraser eraser,
    IHostApplicationLifetime lifetime,
    ILogger<EngineService> logger
) : BackgroundService
{
    /// <summary>The engine failed: the process ends with an error.</summary>
    public bool HasFailed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            Task[] tasks =
            [
                Task.Run(() => engine.RunAsync(stop.Token), CancellationToken.None),
                Task.Run(() => catalog.FollowAsync(stop.Token), CancellationToken.None),
                Task.Run(() => eraser.RunAsync(stop.Token), CancellationToken.None),
            ];
            await Task.WhenAny(tasks);
            // One ends the other, and both are waited for: the engine saves its state.
            await stop.CancelAsync();
            await Task.WhenAll(tasks);
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
