using System.Text;
using CreatorStream.Collect;
using CreatorStream.Embedded;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Serve;

namespace CreatorStream.Host.Running;

/// <summary>The service's metrics in Prometheus' text format.</summary>
public sealed class MetricsText(
    CollectMetrics collect,
    SqliteFactLog log,
    Engine engine,
    ClientMailboxes clients,
    StateMemory memory
)
{
    public string Write()
    {
        var text = new StringBuilder();
        PrometheusText.Collect(text, collect);
        PerPartition(text, "events_processed_total", "New events in the figures", c => c.Accepted);
        PerPartition(text, "events_duplicate_total", "Repeats of events, left out", c => c.Duplicates);
        PerPartition(
            text,
            "events_reused_id_total",
            "New events whose id was seen with another content",
            c => c.ReusedIds
        );
        PerPartition(text, "events_late_total", "New events more than a minute older than the newest", c => c.Late);
        PerPartition(text, "events_too_old_total", "Events older than the retention, left out", c => c.TooOld);
        PerPartition(text, "events_too_early_total", "Events ahead of the log's clock, left out", c => c.TooEarly);
        PerPartition(text, "events_damaged_total", "Events in records that can't be read", c => c.Damaged);
        PerPartition(text, "visitors", "Visitors known", c => c.Visitors, "gauge");
        PrometheusText.Head(text, "lag_records", "gauge", "Records of the log that are not yet in the figures");
        foreach ((int partition, TaskProgress progress) in engine.Progress.OrderBy(of => of.Key))
        {
            long lag = log.RecordsAfter(LogStream.Events, partition, progress.EventsOffset);
            PrometheusText.Line(text, "lag_records", $"partition=\"{partition}\"", lag);
        }
        PrometheusText.Head(text, "queue_appends", "gauge", "Requests that wait for a commit of the log");
        PrometheusText.Line(text, "queue_appends", "", log.Waiting);
        PrometheusText.Head(text, "queue_ticks", "gauge", "Ticks of visitor tasks that wait for stage 2");
        PrometheusText.Line(text, "queue_ticks", "", engine.Waiting());
        PrometheusText.Head(text, "dashboard_clients", "gauge", "Connected dashboards");
        PrometheusText.Line(text, "dashboard_clients", "", clients.Count);
        PrometheusText.Process(text, memory);
        return text.ToString();
    }

    private void PerPartition(
        StringBuilder text,
        string name,
        string help,
        Func<TaskCounters, long> count,
        string type = "counter"
    )
    {
        PrometheusText.Head(text, name, type, help);
        foreach ((int partition, TaskProgress progress) in engine.Progress.OrderBy(of => of.Key))
        {
            PrometheusText.Line(text, name, $"partition=\"{partition}\"", count(progress.Counters));
        }
    }
}
