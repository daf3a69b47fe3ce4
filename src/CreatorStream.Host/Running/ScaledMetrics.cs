using System.Text;
using CreatorStream.Collect;
using CreatorStream.Embedded.Spool;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;

namespace CreatorStream.Host.Running;

/// <summary>The metrics of one process of a service at scale, in Prometheus' text format.</summary>
public sealed class ScaledMetrics(
    Roles roles,
    StateMemory memory,
    ConnectionLimits connections,
    IServiceProvider services
)
{
    public async Task<string> WriteAsync()
    {
        var text = new StringBuilder();
        if (services.GetService<CollectMetrics>() is { } collect)
        {
            PrometheusText.Collect(text, collect);
        }
        if (roles.Spool?.Spool is { } spool)
        {
            Spool(text, spool);
        }
        if (roles.Group is { } group)
        {
            PrometheusText.Head(text, "tasks_owned", "gauge", "Tasks that this process owns");
            PrometheusText.Line(text, "tasks_owned", "", group.Owned.Count);
            PrometheusText.Head(text, "tasks_live", "gauge", "Those of them that have taken over and publish");
            PrometheusText.Line(text, "tasks_live", "", group.Owned.Count(task => task.IsLive));
        }
        if (roles.Owners is { } owners)
        {
            await TasksAsync(text, owners);
        }
        if (services.GetService<ClientMailboxes>() is { } clients)
        {
            PrometheusText.Head(text, "dashboard_clients", "gauge", "Connected dashboards");
            PrometheusText.Line(text, "dashboard_clients", "", clients.Count);
        }
        if (roles.RedisWriter is { } writer)
        {
            PrometheusText.Head(text, "redis_views_written_total", "counter", "Versions of views that Redis took");
            PrometheusText.Line(text, "redis_views_written_total", "", writer.Written);
            PrometheusText.Head(text, "redis_views_pending", "gauge", "Views whose newest version is not in Redis yet");
            PrometheusText.Line(text, "redis_views_pending", "", writer.Pending);
        }
        if (roles.Redis is { } redis)
        {
            PrometheusText.Head(text, "redis_commands_total", "counter", "Commands sent to Redis");
            PrometheusText.Line(text, "redis_commands_total", "", redis.Commands);
        }
        PrometheusText.Process(text, memory, connections);
        return text.ToString();
    }

    private static void Spool(StringBuilder text, FactSpool spool)
    {
        PrometheusText.Head(text, "spool_events", "gauge", "Events and counters on disk that Kafka does not have yet");
        PrometheusText.Line(text, "spool_events", "", spool.Facts);
        PrometheusText.Head(text, "spool_bytes", "gauge", "What they take");
        PrometheusText.Line(text, "spool_bytes", "", spool.Bytes);
        PrometheusText.Head(text, "spool_capacity_bytes", "gauge", "What they may take");
        PrometheusText.Line(text, "spool_capacity_bytes", "", spool.CapacityBytes);
        PrometheusText.Head(text, "spool_oldest_seconds", "gauge", "For how long the oldest of them has been waiting");
        PrometheusText.Line(text, "spool_oldest_seconds", "", (long)spool.OldestAge().TotalSeconds);
        PrometheusText.Head(text, "spool_taken_total", "counter", "Events and counters that went through the spool");
        PrometheusText.Line(text, "spool_taken_total", "", spool.Taken);
        PrometheusText.Head(text, "spool_damaged_total", "counter", "Of them, those left out as damaged on disk");
        PrometheusText.Line(text, "spool_damaged_total", "", spool.Damaged);
    }

    /// <summary>Of all tasks, whoever owns them: every process that serves tells the same.</summary>
    private async Task TasksAsync(StringBuilder text, Owners owners)
    {
        PrometheusText.Tasks(
            text,
            [
                .. from partition in Enumerable.Range(0, roles.Partitions)
                let counters = owners.Find(TaskNames.OfVisitors(partition))?.Counters
                where counters is not null
                select (partition, counters.Value),
            ]
        );
        PrometheusText.Head(text, "lag_records", "gauge", "Messages of the log that are not yet in the figures");
        long[] ends = await EndsAsync();
        for (int partition = 0; partition < roles.Partitions && ends.Length > 0; partition++)
        {
            long end = ends[TaskNames.NumberOfVisitors(partition)];
            long read = owners.Find(TaskNames.OfVisitors(partition))?.Vector.Values.Sum() ?? 0;
            PrometheusText.Line(text, "lag_records", $"partition=\"{partition}\"", Math.Max(0, end - read));
        }
    }

    /// <summary>By task; nothing while brokers don't say.</summary>
    private async Task<long[]> EndsAsync()
    {
        try
        {
            return roles.TaskWatch is { } watch ? await watch.EndsAsync() : [];
        }
        catch (LogUnavailableException)
        {
            // That there is no lag to be seen is seen.
            return [];
        }
    }
}
