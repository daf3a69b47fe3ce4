using System.Globalization;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreatorStream.Collect;

/// <summary>What browsers call: the pixel, tracked links, and the script. Open to everybody, without a key.</summary>
internal static class TrackingEndpoints
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    );

    private static readonly Lazy<string> Script = new(() =>
    {
        using Stream stream = typeof(TrackingEndpoints).Assembly.GetManifestResourceStream("cs.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        var open = new RequiresAttribute(Rights.None);
        // From the root, as events: see MapCollect.
        Tracker Tracker() => routes.ServiceProvider.GetRequiredService<Tracker>();
        Delegate pixel = (HttpContext context) => PixelAsync(context, Tracker());
        Delegate link = (HttpContext context) => FollowAsync(context, Tracker());
        Delegate script = (HttpContext context) => ScriptAsync(context, Tracker());
        Delegate id = (HttpContext context) => Id(context, Tracker());
        routes
            .MapMethods("/v1/p.gif", ["GET", "POST"], pixel)
            .WithMetadata(open)
            .WithSummary("The pixel: an event by its query; visitor, id and time are made where they are missing");
        routes
            .MapGet("/l/{code}", link)
            .WithMetadata(open)
            .WithSummary("A tracked link: records the click, leads to the shop");
        routes
            .MapPost("/v1/script", script)
            .WithMetadata(open)
            .WithSummary("The script's events: as the pixel's, but without cookies");
        routes
            .MapGet("/v1/id", id)
            .WithMetadata(open)
            .WithSummary(
                "The visitor's id that a page should use: its own, that of the click that led to it, or a new one"
            );
        routes
            .MapGet(
                "/cs.js",
                (TimeProvider time) =>
                    Results.Text(
                        Script.Value.Replace(
                            "SERVER_TIME_MS",
                            time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                            StringComparison.Ordinal
                        ),
                        "text/javascript"
                    )
            )
            .WithMetadata(open)
            .WithSummary("First-party script: visits with engaged time, and creatorstream(type, fields)");
    }

    private static async Task PixelAsync(HttpContext context, Tracker tracker)
    {
        CollectResult result = await tracker.PixelAsync(context);
        context.Response.Headers.CacheControl = "no-store";
        if (result.Rejections.Count > 0)
        {
            await CollectEndpoints.Answer(context, result);
            return;
        }
        context.Response.ContentType = "image/gif";
        context.Response.ContentLength = Pixel.Length;
        await context.Response.Body.WriteAsync(Pixel, context.RequestAborted);
    }

    private static async Task ScriptAsync(HttpContext context, Tracker tracker)
    {
        CollectResult result = await tracker.ScriptAsync(context);
        if (result.Rejections.Count > 0)
        {
            await CollectEndpoints.Answer(context, result);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task Id(HttpContext context, Tracker tracker)
    {
        string id = tracker.IdFor(context);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(id);
    }

    private static async Task FollowAsync(HttpContext context, Tracker tracker)
    {
        context.Response.Headers.CacheControl = "no-store";
        string code = (string)context.Request.RouteValues["code"]!;
        if (await tracker.FollowAsync(context, code) is { } target)
        {
            context.Response.Redirect(target);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        await context.Response.WriteAsync("There is no such link.");
    }
}
