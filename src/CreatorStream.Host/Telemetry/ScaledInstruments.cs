using System.Diagnostics.Metrics;
using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded.Spool;
using CreatorStream.Host.Running;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;

namespace CreatorStream.Host.Telemetry;

/// <summary>
/// The instruments of one process of a service at scale. Most parts are there only once the role has begun, or not in
/// this role: then their instruments observe nothing.
/// </summary>
internal static class ScaledInstruments
{
    public static void Observe(Meter meter, IServiceProvider services)
    {
        meter.Observe(services.GetRequiredService<StateMemory>());
        meter.Observe(services.GetRequiredService<ConnectionLimits>());
        Roles roles = services.GetRequiredService<Roles>();
        switch (roles.Role)
        {
            case Role.Collect:
                meter.Observe(services.GetRequiredService<CollectMetrics>());
                ObserveSpool(meter, roles);
                break;
            case Role.Process:
                ObserveTasksHere(meter, roles);
                ObserveRedis(meter, roles);
                break;
            case Role.Serve:
                meter.Observe(services.GetRequiredService<ClientMailboxes>());
                meter.Observe(services.GetService<Notifier>());
                ObserveAllTasks(meter, roles);
                ObserveRedis(meter, roles);
                break;
        }
    }

    private static void ObserveSpool(Meter meter, Roles roles)
    {
        meter.Sum(
            "spool.events",
            "{event}",
            "Events and counters on disk that Kafka does not have yet",
            () => Spool()?.Facts
        );
        meter.Sum("spool", "By", "What they take", () => Spool()?.Bytes);
        meter.Sum("spool.capacity", "By", "What they may take", () => Spool()?.CapacityBytes);
        meter.Gauge(
            "spool.oldest",
            "s",
            "For how long the oldest of them has been waiting",
            () => (long?)Spool()?.OldestAge().TotalSeconds
        );
        meter.Counter(
            "spool.taken",
            "{event}",
            "Events and counters that went through the spool",
            () => Spool()?.Taken
        );
        meter.Counter("spool.damaged", "{event}", "Of them, those left out as damaged on disk", () => Spool()?.Damaged);

        FactSpool? Spool() => roles.Spool?.Spool;
    }

    private static void ObserveTasksHere(Meter meter, Roles roles)
    {
        meter.Sum("tasks.owned", "{task}", "Tasks that this process owns", () => roles.Group?.Owned.Count);
        meter.Sum(
            "tasks.live",
            "{task}",
            "Those of them that have taken over and publish",
            () => roles.Group?.Owned.Count(task => task.IsLive)
        );
        meter.ObserveTexts(() => roles.Group?.Owned.OfType<OwnedWorkspaces>().Max(task => (int?)task.TextsLevel));
    }

    private static void ObserveRedis(Meter meter, Roles roles)
    {
        if (roles.Role == Role.Process)
        {
            meter.Counter(
                "redis.views.written",
                "{view}",
                "Versions of views that Redis took",
                () => roles.RedisWriter?.Written
            );
            meter.Sum(
                "redis.views.pending",
                "{view}",
                "Views whose newest version is not in Redis yet",
                () => roles.RedisWriter?.Pending
            );
        }
        meter.Counter("redis.commands", "{command}", "Commands sent to Redis", () => roles.Redis?.Commands);
    }

    /// <summary>Of all tasks, whoever owns them: every process that serves tells the same.</summary>
    private static void ObserveAllTasks(Meter meter, Roles roles)
    {
        meter.Observe(() =>
            from partition in Enumerable.Range(0, roles.Partitions)
            let counters = roles.Owners?.Find(TaskNames.OfVisitors(partition))?.Counters
            where counters is not null
            select (partition, counters.Value)
        );
        meter.Sums(
            "lag.records",
            "{record}",
            "Messages of the log that are not yet in the figures",
            "partition",
            () => Lag(roles)
        );
    }

    /// <summary>By partition; nothing while brokers don't say, which is seen too. Waits for their answer.</summary>
    private static List<KeyValuePair<int, long>> Lag(Roles roles)
    {
        var lag = new List<KeyValuePair<int, long>>();
        try
        {
            long[] ends = roles.TaskWatch?.EndsAsync().GetAwaiter().GetResult() ?? [];
            for (int partition = 0; partition < roles.Partitions && ends.Length > 0; partition++)
            {
                long end = ends[TaskNames.NumberOfVisitors(partition)];
                long read = roles.Owners?.Find(TaskNames.OfVisitors(partition))?.Vector.Values.Sum() ?? 0;
                lag.Add(KeyValuePair.Create(partition, Math.Max(0, end - read)));
            }
        }
        catch (LogUnavailableException)
        {
            return lag;
        }
        return lag;
    }
}
