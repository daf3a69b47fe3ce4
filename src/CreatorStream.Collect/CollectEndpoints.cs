using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreatorStream.Collect;

/// <summary>HTTP in: events, counters, the catalog. A 2xx answer means durable.</summary>
public static class CollectEndpoints
{
    /// <param name="isOpen">Whether workspaces that don't say so take names from strangers that the catalog doesn't know; asked each time.</param>
    /// <param name="takenIn">See <see cref="EventCollector"/>; null: tasks are elsewhere.</param>
    public static IServiceCollection AddCollect(
        this IServiceCollection services,
        Func<bool> isOpen,
        Func<IServiceProvider, Func<int, long>>? takenIn = null
    ) =>
        services
            .AddSingleton<CollectMetrics>()
            .AddSingleton<ErasedVisitors>()
            .AddSingleton(of =>
                takenIn == null
                    ? ActivatorUtilities.CreateInstance<EventCollector>(of)
                    : ActivatorUtilities.CreateInstance<EventCollector>(of, takenIn(of))
            )
            .AddSingleton<EntryCollector>()
            .AddSingleton(of => new CatalogDirectory(of.GetRequiredService<IFactLog>(), isOpen))
            .AddSingleton<VisitorIds>()
            .AddSingleton<Tracker>();

    public static void MapCollect(this IEndpointRouteBuilder routes)
    {
        // From the root, for they are singletons: a scope of each request's own would cost more than the event.
        IServiceProvider services = routes.ServiceProvider;
        Delegate events = (HttpContext context) =>
        {
            EventCollector collector = services.GetRequiredService<EventCollector>();
            return TakeAsync(
                context,
                (body, isLines, cancel) => collector.CollectAsync(context.Caller(), body, isLines, cancel)
            );
        };
        routes
            .MapPost("/v1/events", events)
            .WithMetadata(new RequiresAttribute(Rights.Collect | Rights.Sell, Scope.Body))
            .WithSummary("Takes events: one, an array, or NDJSON; gzip; up to 5 MB and 10,000 events");
        routes
            .MapPost(
                "/v1/counters",
                (HttpContext context, EntryCollector collector) =>
                    TakeAsync(
                        context,
                        (body, isLines, cancel) => collector.CountersAsync(context.Caller(), body, isLines, cancel)
                    )
            )
            .WithMetadata(new RequiresAttribute(Rights.Collect, Scope.Body))
            .WithSummary("Takes cumulative counters of platforms: one, an array, or NDJSON");
        routes
            .MapPost(
                "/api/catalog",
                (HttpContext context, EntryCollector collector) =>
                    TakeAsync(
                        context,
                        (body, isLines, cancel) => collector.CatalogAsync(context.Caller(), body, isLines, cancel)
                    )
            )
            .WithMetadata(new RequiresAttribute(Rights.Decide, Scope.Body))
            .WithSummary("Upserts catalog entries: one, an array, or NDJSON");
        MapDecisions(
            "/api/overrides",
            DecisionKind.Override,
            Rights.Decide,
            "Decides what actors are, {visitor, workspace?, verdict}: one, an array, or NDJSON"
        );
        MapDecisions(
            "/api/separations",
            DecisionKind.Separation,
            Rights.Decide,
            "Takes visitors apart from the persons that they were joined to, {visitor, workspace?, apart}: one, an array, or NDJSON"
        );
        MapDecisions(
            "/api/alerts",
            DecisionKind.Alert,
            Rights.Decide,
            "Acknowledges, mutes and comments alerts, {campaign, alert, workspace?, decision, until|text|comment}: one, an array, or NDJSON"
        );
        MapDecisions(
            "/api/cases",
            DecisionKind.Case,
            Rights.Decide,
            "Confirms, dismisses or escalates cases, {case, workspace?, decision}: one, an array, or NDJSON"
        );
        MapDecisions(
            "/api/erasures",
            DecisionKind.Erasure,
            Rights.Erase | Rights.Manage,
            "Erases persons, {visitor, workspace?}: one, an array, or NDJSON. Can't be undone"
        );
        routes
            .MapGet(
                "/api/erasures",
                // At scale there is none: the log of Kafka is rewritten by copying it.
                () => ErasureAnswer.Of(services.GetService<LogEraser>())
            )
            .WithMetadata(new RequiresAttribute(Rights.Erase | Rights.Manage, Scope.None))
            .WithSummary("How far erasures are: those pending in the log");
        routes.MapTracking();

        void MapDecisions(string path, DecisionKind kind, Rights rights, string summary) =>
            routes
                .MapPost(
                    path,
                    (HttpContext context, EntryCollector collector) =>
                        TakeAsync(
                            context,
                            (body, isLines, cancel) =>
                                collector.DecisionsAsync(kind, context.Caller(), body, isLines, cancel)
                        )
                )
                .WithMetadata(new RequiresAttribute(rights, Scope.Body))
                .WithSummary(summary);
    }

    /// <summary>
    /// Turns refusals into answers of the collector's form, and lets pages of any origin send events (never with
    /// cookies of theirs).
    /// </summary>
    public static IApplicationBuilder UseCollect(this IApplicationBuilder app)
    {
        CollectMetrics metrics = app.ApplicationServices.GetRequiredService<CollectMetrics>();
        return app.Use(
            async (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
                {
                    context.Response.Headers.AccessControlAllowOrigin = "*";
                    if (HttpMethods.IsOptions(context.Request.Method))
                    {
                        context.Response.Headers.AccessControlAllowMethods = "GET, POST";
                        context.Response.Headers.AccessControlAllowHeaders =
                            "content-type, content-encoding, authorization";
                        context.Response.StatusCode = StatusCodes.Status204NoContent;
                        return;
                    }
                }
                try
                {
                    await next(context);
                }
                catch (RefusedException error)
                {
                    await Refuse(context, error, metrics);
                }
                catch (BadHttpRequestException error) when (!context.Response.HasStarted)
                {
                    // The web server would log it as a fault of the service's, with its stack: strangers could fill the log.
                    await Refuse(context, RefusedException.OfBody(error), metrics);
                }
                catch (LogUnavailableException error)
                {
                    metrics.CountRejected("log");
                    context.Response.Headers.RetryAfter = "1";
                    await Refuse(
                        context,
                        StatusCodes.Status503ServiceUnavailable,
                        $"The log can't be written just now; nothing was taken. Send it again. {error.Message}"
                    );
                }
            }
        );
    }

    /// <summary>Who calls: put there by who knows keys and sessions.</summary>
    internal static Principal Caller(this HttpContext context) =>
        context.Features.Get<Principal>() ?? Principal.Stranger;

    /// <summary>Answers with what was taken: 200 all, 207 some, 400 none.</summary>
    public static async Task Answer(HttpContext context, CollectResult result)
    {
        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        if (result.Rejections.Count == 0)
        {
            await AnswerAllTaken(response, result.Accepted);
            return;
        }
        response.StatusCode = result.Accepted > 0 ? StatusCodes.Status207MultiStatus : StatusCodes.Status400BadRequest;
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("accepted", result.Accepted);
        json.WriteStartArray("rejected");
        foreach (Rejection rejection in result.Rejections)
        {
            json.WriteStartObject();
            json.WriteNumber("index", rejection.Index);
            json.WriteString("field", rejection.Field);
            json.WriteString("reason", rejection.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The usual answer, of a known length: in chunks it would cost two more writes.</summary>
    private static ValueTask<FlushResult> AnswerAllTaken(HttpResponse response, int accepted)
    {
        Span<byte> json = stackalloc byte[64];
        Utf8.TryWrite(
            json,
            CultureInfo.InvariantCulture,
            $"{{\"accepted\":{accepted},\"rejected\":[]}}",
            out int length
        );
        response.ContentLength = length;
        response.BodyWriter.Write(json[..length]);
        return response.BodyWriter.FlushAsync();
    }

    private static async Task TakeAsync(
        HttpContext context,
        Func<ReadOnlyMemory<byte>, bool, CancellationToken, Task<CollectResult>> collect
    )
    {
        using RequestBody body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        // Not cancelled when the client goes: the body's buffer is in use until the log has it.
        await Answer(context, await collect(body.Bytes, body.IsLines, CancellationToken.None));
    }

    private static Task Refuse(HttpContext context, RefusedException error, CollectMetrics metrics)
    {
        metrics.CountRejected(error.CountedAs);
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = error.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }
        return Refuse(context, error.Status, error.Message);
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new
            {
                accepted = 0,
                rejected = new[]
                {
                    new
                    {
                        index = 0,
                        field = "",
                        reason,
                    },
                },
            }
        );
    }
}
