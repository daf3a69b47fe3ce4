using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CreatorStream.Serve.Callers;

/// <summary>What browsers are told of every answer, so that none of it can be put to another use.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoReferrer = "no-referrer";

    // uPlot and React set styles of elements by script, which needs no more than this; small fonts lie in the styles.
    private static readonly StringValues Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Add(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        PathString path = context.Request.Path;
        // Many a second, and nothing that a browser shows. The shop behind a link may know where its visitors come from.
        if (path.StartsWithSegments("/v1") || path.StartsWithSegments("/l"))
        {
            return;
        }
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = NoReferrer;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/metrics"))
        {
            headers.CacheControl = NoStore;
        }
    }
}
