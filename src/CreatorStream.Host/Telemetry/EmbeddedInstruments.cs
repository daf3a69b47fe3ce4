using System.Diagnostics.Metrics;
using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Host.Running;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;

namespace CreatorStream.Host.Telemetry;

/// <summary>The instruments of the service in one process.</summary>
internal static class EmbeddedInstruments
{
    public static void Observe(Meter meter, IServiceProvider services)
    {
        meter.Observe(services.GetRequiredService<CollectMetrics>());
        meter.Observe(services.GetRequiredService<StateMemory>());
        meter.Observe(services.GetRequiredService<ConnectionLimits>());
        meter.Observe(services.GetRequiredService<ClientMailboxes>());
        meter.Observe(services.GetService<Notifier>());
        Observe(meter, services.GetRequiredService<Engine>(), services.GetRequiredService<SqliteFactLog>());
    }

    private static void Observe(Meter meter, Engine engine, SqliteFactLog log)
    {
        meter.Observe(() => engine.Progress.Select(of => (of.Key, of.Value.Counters)));
        meter.ObserveTexts(() => engine.TextsLevel);
        meter.Sums(
            "lag.records",
            "{record}",
            "Records of the log that are not yet in the figures",
            "partition",
            () =>
                engine.Progress.Select(of =>
                    KeyValuePair.Create(of.Key, log.RecordsAfter(LogStream.Events, of.Key, of.Value.EventsOffset))
                )
        );
        meter.Sum("queue.appends", "{request}", "Requests that wait for a commit of the log", () => log.Waiting);
        meter.Sum("queue.ticks", "{tick}", "Ticks of visitor tasks that wait for stage 2", () => engine.Waiting());
        meter.Gauge(
            "views.behind",
            null,
            "1 while not all views show what stage 2 has taken in",
            () => engine.AreViewsBehind ? 1 : 0
        );
        meter.Gauge(
            "log.unwritable",
            null,
            "1 while the log can't be written and no input is taken",
            () => log.Fault == null ? 0 : 1
        );
    }
}
