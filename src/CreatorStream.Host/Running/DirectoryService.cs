using CreatorStream.Collect;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Host.Running;

/// <summary>Keeps up to date what a collecting process knows of links and erasures, from when its log is there.</summary>
public sealed class DirectoryService(Roles roles, IServiceProvider services, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!roles.HasBegun)
            {
                await Task.Delay(Interval, time, stoppingToken);
            }
            await Task.WhenAll(
                services.GetRequiredService<LinkDirectory>().RunAsync(stoppingToken),
                services.GetRequiredService<ErasedVisitors>().FollowAsync(stoppingToken)
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
    }
}
