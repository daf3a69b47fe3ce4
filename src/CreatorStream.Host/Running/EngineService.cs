using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Host.Running;

/// <summary>Runs the engine, the collector's view of the catalog and erasures, and looks after the log's writer.</summary>
internal sealed class EngineService(
    Engine engine,
    CatalogDirectory catalog,
    LogEraser eraser,
    SqliteFactLog log,
    Supervisor supervisor
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It ends when the log is closed, which is after this.
        _ = supervisor.WatchAsync("The writer of the log", log.Completion, stoppingToken);
        await Task.WhenAll(
            Watch("The engine", () => engine.RunAsync(stoppingToken)),
            Watch("What collectors know of the catalog", () => catalog.FollowAsync(stoppingToken)),
            Watch("Erasing", () => eraser.RunAsync(stoppingToken))
        );

        Task Watch(string what, Func<Task> loop) =>
            supervisor.WatchAsync(what, Task.Run(loop, CancellationToken.None), stoppingToken);
    }
}
