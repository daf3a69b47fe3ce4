using System.Globalization;
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
        Head(text, "events_accepted_total", "counter", "Events taken by the collector, durable, duplicates among them");
        Line(text, "events_accepted_total", "", collect.Accepted);
        Head(text, "events_rejected_total", "counter", "Items turned away, by the field at fault");
        foreach ((string field, long count) in collect.Rejected.OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            Line(text, "events_rejected_total", $"field=\"{field}\"", count);
        }
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
        Head(text, "lag_records", "gauge", "Records of the log that are not yet in the figures");
        foreach ((int partition, TaskProgress progress) in engine.Progress.OrderBy(of => of.Key))
        {
            long lag = log.RecordsAfter(LogStream.Events, partition, progress.EventsOffset);
            Line(text, "lag_records", $"partition=\"{partition}\"", lag);
        }
        Head(text, "queue_appends", "gauge", "Requests that wait for a commit of the log");
        Line(text, "queue_appends", "", log.Waiting);
        Head(text, "queue_ticks", "gauge", "Ticks of visitor tasks that wait for stage 2");
        Line(text, "queue_ticks", "", engine.Waiting());
        Head(text, "dashboard_clients", "gauge", "Connected dashboards");
        Line(text, "dashboard_clients", "", clients.Count);
        Head(text, "memory_bytes", "gauge", "Memory of the process");
        Line(text, "memory_bytes", "", Environment.WorkingSet);
        Head(text, "heap_bytes", "gauge", "Managed heap after the last collection");
        Line(text, "heap_bytes", "", GC.GetGCMemoryInfo().HeapSizeBytes);
        Head(text, "state_bytes", "gauge", "State, in memory or in scratch files");
        foreach (StatePart part in Enum.GetValues<StatePart>())
        {
            Line(text, "state_bytes", $"part=\"{part.ToString().ToLowerInvariant()}\"", memory.Bytes(part));
        }
        Head(text, "state_scratch_bytes", "gauge", "State in scratch files, of which memory holds what is in use");
        Line(text, "state_scratch_bytes", "", memory.MappedBytes);
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
        Head(text, name, type, help);
        foreach ((int partition, TaskProgress progress) in engine.Progress.OrderBy(of => of.Key))
        {
            Line(text, name, $"partition=\"{partition}\"", count(progress.Counters));
        }
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"# HELP creatorstream_{name} {help}\n# TYPE creatorstream_{name} {type}\n"
        );

    private static void Line(StringBuilder text, string name, string labels, long value)
    {
        string of = labels.Length == 0 ? "" : $"{{{labels}}}";
        text.Append(CultureInfo.InvariantCulture, $"creatorstream_{name}{of} {value}\n");
    }
}
