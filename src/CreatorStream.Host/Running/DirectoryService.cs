using CreatorStream.Collect;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Host.Running;

/// <summary>Keeps up to date what a collecting process knows of the catalog and erasures, from when its log is there.</summary>
internal sealed class DirectoryService(Roles roles, IServiceProvider services, TimeProvider time, Supervisor supervisor)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(
            Watch("What collectors know of the catalog", FollowCatalogAsync),
            Watch("What collectors know of erasures", FollowErasuresAsync)
        );

        Task Watch(string what, Func<CancellationToken, Task> loop) =>
            supervisor.WatchAsync(what, loop(stoppingToken), stoppingToken);
    }

    private async Task BegunAsync(CancellationToken cancel)
    {
        while (!roles.HasBegun)
        {
            await Task.Delay(Interval, time, cancel);
        }
    }

    private async Task FollowCatalogAsync(CancellationToken cancel)
    {
        await BegunAsync(cancel);
        await services.GetRequiredService<CatalogDirectory>().FollowAsync(cancel);
    }

    /// <summary>Takes in whoever is erased, and keeps it for a process that has to begin without Kafka.</summary>
    private async Task FollowErasuresAsync(CancellationToken cancel)
    {
        await BegunAsync(cancel);
        ErasedVisitors erased = roles.Erased;
        while (true)
        {
            await erased.Arrival.WaitAsync(cancel);
            IReadOnlyCollection<ulong> found = [.. erased.TakeIn().Select(of => of.Visitor)];
            while (found.Count > 0 && roles.Spool is { } spool && !await spool.TryKeepAsync(erased.Secret, found))
            {
                await Task.Delay(RetryPause, time, cancel);
                erased.TakeIn();
                found = erased.All;
            }
        }
    }
}
