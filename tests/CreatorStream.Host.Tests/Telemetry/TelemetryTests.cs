using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Tests.Telemetry;

/// <summary>What Prometheus reads and what OpenTelemetry gets are the same instruments.</summary>
public partial class TelemetryTests
{
    private const string Secret = "visitor-of-whom-nobody-is-told";

    private static readonly Uri Events = new("/v1/events", UriKind.Relative);
    private static readonly Uri Metrics = new("/metrics", UriKind.Relative);

    private static readonly string[] Known =
    [
        "clicks_lost_total",
        "connections",
        "connections_refused_total",
        "dashboard_clients",
        "events_accepted_total",
        "events_damaged_total",
        "events_duplicate_total",
        "events_late_total",
        "events_processed_total",
        "events_reused_id_total",
        "events_too_early_total",
        "events_too_old_total",
        "heap_bytes",
        "lag_records",
        "log_unwritable",
        "memory_bytes",
        "queue_appends",
        "queue_ticks",
        "scratch_free_bytes",
        "state_bytes",
        "state_scratch_bytes",
        "state_short",
        "texts_held_one_in",
        "views_behind",
        "visitors",
    ];

    /// <summary>They change by themselves, so the two sides may have been asked at different moments.</summary>
    private static readonly string[] Restless =
    [
        "memory_bytes",
        "heap_bytes",
        "state_bytes",
        "state_scratch_bytes",
        "scratch_free_bytes",
        "connections",
    ];

    [Fact]
    public async Task A_collector_of_OpenTelemetry_is_sent_what_metrics_say_and_traces_that_name_nobody()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using var scratch = new Scratch();
        await using ChildProcess service = Serve(scratch, receiver.Address);
        using HttpClient http = await ClientAsync(service);
        object[] clicks =
        [
            .. Enumerable.Range(0, 7).Select(i => Click($"e{i}", "2026-03-01T12:00:00Z")),
            Click("e0", "2026-03-01T12:00:00Z"),
            Click("bad", "no time"),
        ];
        http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using HttpResponseMessage answer = await http.PostAsJsonAsync(Events, clicks);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await Eventually.Holds(
            "OpenTelemetry has the figures and the traces",
            async () =>
            {
                service.AssertRuns();
                Dictionary<string, long> read = Read(await http.GetStringAsync(Metrics));
                var sent = receiver.Numbers.ToDictionary(of => NameOf(of.Key), of => of.Value);
                return !read.Keys.Order().SequenceEqual(sent.Keys.Order())
                        ? $"one side alone has {string.Join(", ", read.Keys.Except(sent.Keys).Concat(sent.Keys.Except(read.Keys)))}"
                    : read.Where(of => !IsRestless(of.Key)).FirstOrDefault(of => sent[of.Key] != of.Value)
                        is { Key: { } name }
                        ? $"{name} is {read[name]}, and {sent[name]} was sent"
                    : read["events_processed_total{partition=0}"] != 7 ? "not all events are in the figures"
                    : receiver.Spans.Count < 3 ? $"of spans there is only {string.Join(", ", receiver.Spans.Keys)}"
                    : null;
            }
        );
        Assert.Equal(8, receiver.Numbers[new OtlpSeries("creatorstream.events.accepted", "{event}", true, "")]);
        Assert.Equal(
            1,
            receiver.Numbers[new OtlpSeries("creatorstream.events.rejected", "{item}", true, "field=time")]
        );
        Assert.Equal(1, receiver.Numbers[new OtlpSeries("creatorstream.visitors", "{visitor}", false, "partition=0")]);
        Assert.Equal(["append", "round", "tick"], receiver.Spans.Keys.Order());
        // A caller's trace is not believed.
        Assert.All(receiver.Parents, parent => Assert.Equal("", parent));
        Assert.Equal("creatorstream.bodies=1 creatorstream.events=8", receiver.Spans["append"]);
        Assert.Equal("creatorstream.workspaces=1", receiver.Spans["round"]);
        Assert.Contains("service.name=creatorstream", receiver.Resources["resource"], StringComparison.Ordinal);
        Assert.DoesNotContain(receiver.Spans.Values, tags => tags.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Dashboards and alerts rest on them.</summary>
    [Fact]
    public async Task Metrics_keep_their_names()
    {
        using var scratch = new Scratch();
        await using ChildProcess service = Serve(scratch, collector: "");
        using HttpClient http = await ClientAsync(service);
        using HttpResponseMessage answer = await http.PostAsJsonAsync(Events, Click("e1", "2026-03-01T12:00:00Z"));
        string text = "";
        await Eventually.Holds(
            "the task has told of itself",
            async () =>
            {
                text = await http.GetStringAsync(Metrics);
                return text.Contains("creatorstream_visitors", StringComparison.Ordinal) ? null : text;
            }
        );
        Assert.Contains(
            "# HELP creatorstream_state_bytes State, in memory or in scratch files\n"
                + "# TYPE creatorstream_state_bytes gauge\n"
                + "creatorstream_state_bytes{part=\"",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("# TYPE creatorstream_events_accepted_total counter\n", text, StringComparison.Ordinal);
        Assert.Equal(Known, Read(text).Keys.Select(name => name.Split('{')[0]).Distinct());
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_is_said_at_the_start()
    {
        using var scratch = new Scratch();
        await using ChildProcess service = Serve(scratch, "collector:4317");
        await service.SaysAsync("OTEL_EXPORTER_OTLP_ENDPOINT is no address");
    }

    private static object Click(string id, string time) =>
        new
        {
            id,
            type = "click",
            time,
            visitor = Secret,
            // Without one there is no view to write.
            campaign = "spring",
        };

    private static async Task<HttpClient> ClientAsync(ChildProcess service)
    {
        const string Listens = "listens on ";
        string said = await service.SaysAsync(Listens);
        string address = said[(said.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Split(' ')[0];
        return new HttpClient { BaseAddress = new Uri(address) };
    }

    private static bool IsRestless(string name) => Restless.Contains(name.Split('{')[0]);

    private static Dictionary<string, long> Read(string text) =>
        Sample()
            .Matches(text)
            .ToDictionary(
                line =>
                    line.Groups["name"].Value
                    + (line.Groups["tag"].Success ? $"{{{line.Groups["tag"]}={line.Groups["value"]}}}" : ""),
                line => long.Parse(line.Groups["number"].ValueSpan)
            );

    /// <summary>What an instrument is called in Prometheus.</summary>
    private static string NameOf(OtlpSeries series) =>
        series.Name["creatorstream.".Length..].Replace('.', '_')
        + (series.Unit == "By" ? "_bytes" : "")
        + (series.OnlyGrows ? "_total" : "")
        + (series.Tags.Length > 0 ? $"{{{series.Tags}}}" : "");

    [GeneratedRegex(
        "^creatorstream_(?<name>\\w+)(\\{(?<tag>\\w+)=\"(?<value>[^\"]*)\"\\})? (?<number>-?\\d+)$",
        RegexOptions.Multiline
    )]
    private static partial Regex Sample();

    private static ChildProcess Serve(Scratch scratch, string collector) =>
        ChildProcess.Start(
            "telemetry",
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            },
            "dotnet",
            typeof(WebParts).Assembly.Location,
            "serve",
            "--data",
            scratch.Path("data"),
            "--partitions",
            "1",
            "--port",
            "0"
        );
}
