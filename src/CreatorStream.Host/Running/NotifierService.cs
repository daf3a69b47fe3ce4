using CreatorStream.Connectors.Notifications;

namespace CreatorStream.Host.Running;

/// <summary>Tells people and programs of alerts for as long as the process runs.</summary>
internal sealed class NotifierService(Notifier notifier, Supervisor supervisor) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.WatchAsync("Telling of alerts", notifier.RunAsync(stoppingToken), stoppingToken);
}
