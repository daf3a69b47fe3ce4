using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace CreatorStream.Collect;

/// <summary>What browsers call: the pixel, tracked links, and the script. Open to everybody, without a key.</summary>
public static class TrackingEndpoints
{
    private const string VisitorCookie = "cs_vid";

    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    );

    private static readonly string[] PixelFields =
    [
        "workspace",
        "content",
        "campaign",
        "creator",
        "platform",
        "channel",
        "action",
        "url",
        "referrer",
        "country",
        "code",
        "order",
        "value",
        "currency",
        "seconds",
    ];

    private static readonly Lazy<string> Script = new(() =>
    {
        using Stream stream = typeof(TrackingEndpoints).Assembly.GetManifestResourceStream("cs.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods("/v1/p.gif", ["GET", "POST"], CollectPixelAsync)
            .WithSummary("The pixel: an event by its query; visitor, id and time are made where they are missing");
        routes.MapGet("/l/{code}", FollowLinkAsync).WithSummary("A tracked link: records the click, leads to the shop");
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
            .WithSummary("First-party script: visits with engaged time, and creatorstream(type, fields)");
    }

    private static async Task CollectPixelAsync(HttpContext context, EventCollector collector, TimeProvider time)
    {
        IQueryCollection query = context.Request.Query;
        var fields = new List<(string, string?)>
        {
            ("id", Or(query["id"], NewId)),
            ("type", Or(query["type"], () => "visit")),
            ("time", Or(query["time"], () => Rfc3339.Format(Rfc3339.ToMicros(time.GetUtcNow())))),
            ("visitor", Or(query["visitor"], () => Visitor(context))),
            ("source", Or(query["source"], () => "pixel")),
            ("agent", Cut(context.Request.Headers.UserAgent.ToString(), EventField.Agent.MaxBytes())),
        };
        fields.AddRange(PixelFields.Select(name => (name, (string?)query[name])));
        CollectResult result = await collector.CollectAsync(
            Principal.Pixel,
            EventJson.Write(fields),
            isLines: false,
            context.RequestAborted
        );
        context.Response.Headers.CacheControl = "no-store";
        if (result.Rejections.Count > 0)
        {
            await CollectEndpoints.Answer(context, result);
            return;
        }
        context.Response.ContentType = "image/gif";
        await context.Response.Body.WriteAsync(Pixel, context.RequestAborted);
    }

    private static async Task FollowLinkAsync(
        HttpContext context,
        string code,
        LinkDirectory links,
        EventCollector collector,
        TimeProvider time
    )
    {
        string workspace = Or(context.Request.Query["workspace"], () => Subject.DefaultWorkspace);
        if (links.Find(workspace, code) is not { } found)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("There is no such link.");
            return;
        }
        string visitor = Visitor(context);
        string click = NewId();
        CollectResult result = await collector.CollectAsync(
            Principal.Link,
            EventJson.Write([
                ("id", click),
                ("type", "click"),
                ("time", Rfc3339.Format(Rfc3339.ToMicros(time.GetUtcNow()))),
                ("visitor", visitor),
                ("source", "link"),
                ("workspace", workspace),
                ("content", found.Link.Content),
                ("campaign", found.Content?.Campaign),
                ("creator", found.Content?.Creator),
                ("platform", found.Content?.Platform),
                ("agent", Cut(context.Request.Headers.UserAgent.ToString(), EventField.Agent.MaxBytes())),
            ]),
            isLines: false,
            context.RequestAborted
        );
        if (result.Accepted == 0)
        {
            await CollectEndpoints.Answer(context, result);
            return;
        }
        var parameters = new Dictionary<string, string?>
        {
            ["utm_source"] = found.Content?.Platform ?? "creator",
            ["utm_medium"] = "creator",
            ["utm_campaign"] = found.Content?.Campaign,
            ["utm_content"] = found.Link.Content,
            ["cs_click"] = click,
            ["cs_vid"] = visitor,
        };
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(
            QueryHelpers.AddQueryString(
                found.Link.Url.AbsoluteUri,
                parameters.Where(parameter => parameter.Value != null)
            )
        );
    }

    /// <summary>The visitor of the cookie, or a new random one that is set; without consent one for this request only.</summary>
    private static string Visitor(HttpContext context)
    {
        bool consent = context.Request.Query["consent"] != "0" && context.Request.Headers["DNT"] != "1";
        string? known = context.Request.Cookies[VisitorCookie];
        if (consent && known is { Length: > 0 and <= 64 } && known.All(char.IsAsciiLetterOrDigit))
        {
            return known;
        }
        string visitor = NewId();
        if (consent)
        {
            context.Response.Cookies.Append(
                VisitorCookie,
                visitor,
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    IsEssential = false,
                }
            );
        }
        return visitor;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private static string Or(string? value, Func<string> make) => string.IsNullOrEmpty(value) ? make() : value;

    private static string Cut(string text, int bytes)
    {
        string kept = text.Length > bytes ? text[..bytes] : text;
        return Encoding.UTF8.GetByteCount(kept) > bytes ? kept[..(bytes / 4)] : kept;
    }
}
