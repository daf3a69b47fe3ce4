using CreatorStream.Collect;

namespace CreatorStream.Host.Running;

/// <summary>Keeps the tracked links of a collecting process up to date, from when its log is there.</summary>
public sealed class LinkService(Roles roles, IServiceProvider services, TimeProvider time) : BackgroundService
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
            await services.GetRequiredService<LinkDirectory>().RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
    }
}
