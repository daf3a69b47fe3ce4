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
    StateMemory memory,
    ConnectionLimits connections
)
{
    public string Write()
    {
        var text = new StringBuilder();
        PrometheusText.Collect(text, collect);
        PrometheusText.Tasks(
            text,
            engine.Progress.OrderBy(of => of.Key).Select(of => (of.Key, of.Value.Counters)).ToList()
        );
        PrometheusText.Head(text, "lag_records", "gauge", "Records of the log that are not yet in the figures");
        foreach ((int partition, TaskProgress progress) in engine.Progress.OrderBy(of => of.Key))
        {
            long lag = log.RecordsAfter(LogStream.Events, partition, progress.EventsOffset);
            PrometheusText.Line(text, "lag_records", $"partition=\"{partition}\"", lag);
        }
        PrometheusText.Head(text, "queue_appends", "gauge", "Requests that wait for a commit of the log");
        PrometheusText.Line(text, "queue_appends", "", log.Waiting);
        PrometheusText.Head(text, "log_unwritable", "gauge", "1 while the log can't be written and no input is taken");
        PrometheusText.Line(text, "log_unwritable", "", log.Fault == null ? 0 : 1);
        PrometheusText.Head(text, "queue_ticks", "gauge", "Ticks of visitor tasks that wait for stage 2");
        PrometheusText.Line(text, "queue_ticks", "", engine.Waiting());
        PrometheusText.Head(text, "dashboard_clients", "gauge", "Connected dashboards");
        PrometheusText.Line(text, "dashboard_clients", "", clients.Count);
        PrometheusText.Process(text, memory, connections);
        return text.ToString();
    }
}
