using System.Diagnostics.Metrics;
using CreatorStream.Collect;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Host.Running;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Serve;

namespace CreatorStream.Host.Telemetry;

/// <summary>
/// The instruments that processes have in common. Each observes a number that its part keeps anyway, and only when
/// somebody asks: nothing is counted twice.
/// </summary>
internal static class Instruments
{
    /// <summary>The service's meter is named as its traces are.</summary>
    public const string MeterName = Traces.SourceName;

    public static void Observe(this Meter meter, CollectMetrics collect)
    {
        meter.Counter(
            "events.accepted",
            "{event}",
            "Events taken by the collector, durable, duplicates among them",
            () => collect.Accepted
        );
        meter.Counters(
            "events.rejected",
            "{item}",
            "Items turned away, by the field at fault",
            "field",
            () => collect.Rejected
        );
        meter.Counters(
            "events.mended",
            "{field}",
            "Fields cut, replaced or left out of events that were kept",
            "field",
            () => collect.Mended
        );
        meter.Counter(
            "clicks.lost",
            "{click}",
            "Clicks on tracked links that led on but could not be taken",
            () => collect.LostClicks
        );
    }

    /// <param name="tasks">What visitor tasks count, by their partition.</param>
    public static void Observe(this Meter meter, Func<IEnumerable<(int Partition, TaskCounters Counters)>> tasks)
    {
        Count("processed", "New events in the figures", task => task.Accepted);
        Count("duplicate", "Repeats of events, left out", task => task.Duplicates);
        Count("reused_id", "New events whose id was seen with another content", task => task.ReusedIds);
        Count("late", "New events more than a minute older than the newest", task => task.Late);
        Count("too_old", "Events older than the retention, left out", task => task.TooOld);
        Count("too_early", "Events ahead of the log's clock, left out", task => task.TooEarly);
        Count("damaged", "Events that can't be read", task => task.Damaged);
        meter.Sums("visitors", "{visitor}", "Visitors known", "partition", () => Of(task => task.Visitors));

        void Count(string name, string description, Func<TaskCounters, long> count) =>
            meter.Counters($"events.{name}", "{event}", description, "partition", () => Of(count));

        IEnumerable<KeyValuePair<int, long>> Of(Func<TaskCounters, long> count) =>
            tasks().Select(task => KeyValuePair.Create(task.Partition, count(task.Counters)));
    }

    public static void Observe(this Meter meter, StateMemory memory)
    {
        meter.Sum("memory", "By", "Memory of the process", () => Environment.WorkingSet);
        meter.Sum("heap", "By", "Managed heap after the last collection", () => GC.GetGCMemoryInfo().HeapSizeBytes);
        meter.Sums(
            "state",
            "By",
            "State, in memory or in scratch files",
            "part",
            () =>
                Enum.GetValues<StatePart>()
                    .Select(part => KeyValuePair.Create(part.ToString().ToLowerInvariant(), memory.Bytes(part)))
        );
        meter.Sum(
            "state.scratch",
            "By",
            "State in scratch files, of which memory holds what is in use",
            () => memory.MappedBytes
        );
        meter.Sum("scratch.free", "By", "Room on the disk of the scratch files", () => memory.FreeBytes);
        meter.Gauge(
            "state.short",
            null,
            "1 while no input is taken, since state has no room",
            () => memory.Shortage == null ? 0 : 1
        );
    }

    public static void Observe(this Meter meter, ConnectionLimits connections)
    {
        meter.Sum("connections", "{connection}", "Open connections", () => connections.Open);
        meter.Counter(
            "connections.refused",
            "{connection}",
            "Connections above a limit, of all or of one address",
            () => connections.Refused
        );
    }

    /// <param name="level">How many zeros the hashes of texts begin with that are held; null: no workspace is here.</param>
    public static void ObserveTexts(this Meter meter, Func<int?> level) =>
        meter.Gauge(
            "texts.held_one_in",
            null,
            "Of how many different long comments one is compared with others, in the workspace that has most",
            () => level() is { } zeros ? 1L << Math.Min(zeros, 62) : null
        );

    public static void Observe(this Meter meter, ClientMailboxes clients) =>
        meter.Sum("dashboard.clients", "{client}", "Connected dashboards", () => clients.Count);

    /// <param name="notifier">null: nobody is told of alerts.</param>
    public static void Observe(this Meter meter, Notifier? notifier)
    {
        meter.Counters(
            "notifications.delivered",
            "{message}",
            "Messages about alerts that a channel took",
            "channel",
            () => Of(of => of.Delivered)
        );
        meter.Counters(
            "notifications.failed",
            "{attempt}",
            "Attempts to send them that failed",
            "channel",
            () => Of(of => of.Failed)
        );
        meter.Counters(
            "notifications.given_up",
            "{message}",
            "Messages that were refused or not taken for a day, and alerts that there was no room for until they were 6 hours old",
            "channel",
            () => Of(of => of.GivenUp)
        );
        meter.Sums(
            "notifications.waiting",
            "{message}",
            "Messages that a channel has not taken yet",
            "channel",
            () => Of(of => of.Waiting)
        );

        IEnumerable<KeyValuePair<string, long>> Of(Func<ChannelState, long> count) =>
            (notifier?.Channels ?? []).Select(of => KeyValuePair.Create(of.Name, count(of)));
    }

    /// <summary>What only grows.</summary>
    /// <param name="observe">null while there is nothing that it could be asked of.</param>
    public static void Counter(this Meter meter, string name, string unit, string description, Func<long?> observe) =>
        meter.CreateObservableCounter(FullName(name), () => One(observe()), unit, description);

    public static void Counters<T>(
        this Meter meter,
        string name,
        string unit,
        string description,
        string tag,
        Func<IEnumerable<KeyValuePair<T, long>>> observe
    ) => meter.CreateObservableCounter(FullName(name), () => Tagged(tag, observe()), unit, description);

    /// <summary>What goes up and down, and adds up over processes.</summary>
    /// <param name="observe">null while there is nothing that it could be asked of.</param>
    public static void Sum(this Meter meter, string name, string unit, string description, Func<long?> observe) =>
        meter.CreateObservableUpDownCounter(FullName(name), () => One(observe()), unit, description);

    public static void Sums<T>(
        this Meter meter,
        string name,
        string unit,
        string description,
        string tag,
        Func<IEnumerable<KeyValuePair<T, long>>> observe
    ) => meter.CreateObservableUpDownCounter(FullName(name), () => Tagged(tag, observe()), unit, description);

    /// <summary>What doesn't add up: a state, or an age.</summary>
    /// <param name="observe">null while there is nothing that it could be asked of.</param>
    public static void Gauge(this Meter meter, string name, string? unit, string description, Func<long?> observe) =>
        meter.CreateObservableGauge(FullName(name), () => One(observe()), unit, description);

    private static string FullName(string name) => $"creatorstream.{name}";

    private static IEnumerable<Measurement<long>> One(long? value) =>
        value is { } observed ? [new Measurement<long>(observed)] : [];

    private static IEnumerable<Measurement<long>> Tagged<T>(string tag, IEnumerable<KeyValuePair<T, long>> values) =>
        values.Select(of => new Measurement<long>(of.Value, KeyValuePair.Create<string, object?>(tag, of.Key)));
}
