using System.Globalization;
using System.Text;
using CreatorStream.Collect;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Host.Running;

/// <summary>Lines of Prometheus' text format, and the metrics that processes have in common.</summary>
public static class PrometheusText
{
    public static void Collect(StringBuilder text, CollectMetrics collect)
    {
        Head(text, "events_accepted_total", "counter", "Events taken by the collector, durable, duplicates among them");
        Line(text, "events_accepted_total", "", collect.Accepted);
        Head(text, "events_rejected_total", "counter", "Items turned away, by the field at fault");
        foreach ((string field, long count) in collect.Rejected.OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            Line(text, "events_rejected_total", $"field=\"{field}\"", count);
        }
        Head(text, "events_mended_total", "counter", "Fields cut, replaced or left out of events that were kept");
        foreach ((string field, long count) in collect.Mended.OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            Line(text, "events_mended_total", $"field=\"{field}\"", count);
        }
        Head(text, "clicks_lost_total", "counter", "Clicks on tracked links that led on but could not be taken");
        Line(text, "clicks_lost_total", "", collect.LostClicks);
    }

    /// <summary>What visitor tasks count, by their partition.</summary>
    public static void Tasks(StringBuilder text, IReadOnlyList<(int Partition, TaskCounters Counters)> tasks)
    {
        Write("events_processed_total", "New events in the figures", c => c.Accepted);
        Write("events_duplicate_total", "Repeats of events, left out", c => c.Duplicates);
        Write("events_reused_id_total", "New events whose id was seen with another content", c => c.ReusedIds);
        Write("events_late_total", "New events more than a minute older than the newest", c => c.Late);
        Write("events_too_old_total", "Events older than the retention, left out", c => c.TooOld);
        Write("events_too_early_total", "Events ahead of the log's clock, left out", c => c.TooEarly);
        Write("events_damaged_total", "Events that can't be read", c => c.Damaged);
        Write("visitors", "Visitors known", c => c.Visitors, "gauge");

        void Write(string name, string help, Func<TaskCounters, long> count, string type = "counter")
        {
            Head(text, name, type, help);
            foreach ((int partition, TaskCounters counters) in tasks)
            {
                Line(text, name, $"partition=\"{partition}\"", count(counters));
            }
        }
    }

    public static void Process(StringBuilder text, StateMemory memory, ConnectionLimits connections)
    {
        Head(text, "connections", "gauge", "Open connections");
        Line(text, "connections", "", connections.Open);
        Head(text, "connections_refused_total", "counter", "Connections above a limit, of all or of one address");
        Line(text, "connections_refused_total", "", connections.Refused);
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
        Head(text, "scratch_free_bytes", "gauge", "Room on the disk of the scratch files");
        Line(text, "scratch_free_bytes", "", memory.FreeBytes);
        Head(text, "state_short", "gauge", "1 while no input is taken, since state has no room");
        Line(text, "state_short", "", memory.Shortage == null ? 0 : 1);
    }

    public static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"# HELP creatorstream_{name} {help}\n# TYPE creatorstream_{name} {type}\n"
        );

    public static void Line(StringBuilder text, string name, string labels, long value)
    {
        string of = labels.Length == 0 ? "" : $"{{{labels}}}";
        text.Append(CultureInfo.InvariantCulture, $"creatorstream_{name}{of} {value}\n");
    }
}
