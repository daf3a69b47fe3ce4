using CreatorStream.Host.Configuration;
using CreatorStream.Pipeline;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CreatorStream.Host.Telemetry;

/// <summary>Sends instruments and traces to a collector of OpenTelemetry, where its standard variables name one.</summary>
internal static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <exception cref="SettingException">What is named is no address.</exception>
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint)
        {
            return;
        }
        // Left to the exporter, a wrong one would be as good as none.
        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        )
        {
            throw new SettingException($"{Endpoint} is no address: name it as http://127.0.0.1:4317.");
        }
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                // The variables after it, so that they may name the service otherwise.
                resource.AddService("creatorstream").AddEnvironmentVariableDetector()
            )
            .WithMetrics(metrics => metrics.AddMeter(Instruments.MeterName).AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(Traces.SourceName).AddOtlpExporter());
    }
}
