using CreatorStream.Collect;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Host.Running;

/// <summary>Keeps up to date what a collecting process knows of the catalog and erasures, from when its log is there.</summary>
public sealed class DirectoryService(Roles roles, IServiceProvider services, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!roles.HasBegun)
            {
                await Task.Delay(Interval, time, stoppingToken);
            }
            await Task.WhenAll(
                services.GetRequiredService<CatalogDirectory>().FollowAsync(stoppingToken),
                FollowErasuresAsync(roles.Erased, stoppingToken)
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
    }

    /// <summary>Takes in whoever is erased, and keeps it for a process that has to begin without Kafka.</summary>
    private async Task FollowErasuresAsync(ErasedVisitors erased, CancellationToken cancel)
    {
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
