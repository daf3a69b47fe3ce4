using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Host.Tests.Telemetry;

/// <param name="Tags">Such as <c>part=orders</c>.</param>
internal sealed record OtlpSeries(string Name, string Unit, bool OnlyGrows, string Tags);

/// <summary>A collector of OpenTelemetry (OTLP as protobuf over HTTP) that keeps the newest value of everything.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public ConcurrentDictionary<OtlpSeries, long> Numbers { get; } = new();

    /// <summary>By name: the tags of one of the spans of it.</summary>
    public ConcurrentDictionary<string, string> Spans { get; } = new();

    /// <summary>The parents of spans; empty where a span begins a trace of its own.</summary>
    public ConcurrentBag<string> Parents { get; } = [];

    /// <summary>What the senders say of themselves.</summary>
    public ConcurrentDictionary<string, string> Resources { get; } = new();

    public static async Task<OtlpReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/metrics", (HttpRequest request) => Take(request, receiver.TakeMetrics));
        app.MapPost("/v1/traces", (HttpRequest request) => Take(request, receiver.TakeSpans));
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<IResult> Take(HttpRequest request, Action<ProtobufMessage> take)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        take(ProtobufMessage.Read(body.ToArray()));
        return Results.Bytes([], "application/x-protobuf");
    }

    // Field numbers are those of opentelemetry/proto/metrics/v1/metrics.proto.
    private void TakeMetrics(ProtobufMessage request)
    {
        foreach (ProtobufMessage of in request.Messages(1))
        {
            Resources["resource"] = Tags(of.Messages(1).Single().Messages(1));
            foreach (ProtobufMessage metric in of.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                // A gauge (5) or a sum (7), which may be one that only grows.
                ProtobufMessage data = metric.Messages(5).Concat(metric.Messages(7)).Single();
                foreach (ProtobufMessage point in data.Messages(1))
                {
                    var series = new OtlpSeries(
                        metric.Text(1),
                        metric.Text(3),
                        data.Number(3) == 1,
                        Tags(point.Messages(7))
                    );
                    Numbers[series] = point.Number(6);
                }
            }
        }
    }

    // Field numbers are those of opentelemetry/proto/trace/v1/trace.proto.
    private void TakeSpans(ProtobufMessage request)
    {
        foreach (
            ProtobufMessage span in request
                .Messages(1)
                .SelectMany(of => of.Messages(2))
                .SelectMany(scope => scope.Messages(2))
        )
        {
            Parents.Add(span.Text(4));
            Spans[span.Text(5)] = Tags(span.Messages(9));
        }
    }

    private static string Tags(IEnumerable<ProtobufMessage> tags) =>
        string.Join(' ', tags.Select(tag => $"{tag.Text(1)}={Value(tag.Messages(2).Single())}"));

    private static string Value(ProtobufMessage any) => any.Has(3) ? $"{any.Number(3)}" : any.Text(1);
}
