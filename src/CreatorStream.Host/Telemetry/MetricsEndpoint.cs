using System.Diagnostics.Metrics;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Host.Telemetry;

/// <summary>Where Prometheus asks.</summary>
internal static class MetricsEndpoint
{
    /// <param name="observe">Makes the process's instruments, for this and for OpenTelemetry.</param>
    public static void MapMetrics(this WebApplication app, Action<Meter, IServiceProvider> observe)
    {
        Meter meter = app.Services.GetRequiredService<IMeterFactory>().Create(Instruments.MeterName);
        observe(meter, app.Services);
        app.MapGet("/metrics", () => Results.Text(PrometheusText.Of(meter, app.Logger), "text/plain; version=0.0.4"))
            .WithMetadata(new RequiresAttribute(Rights.Manage, Scope.Service));
    }
}
