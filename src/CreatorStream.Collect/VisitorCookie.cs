using CreatorStream.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CreatorStream.Collect;

/// <summary>The visitor's id as the browser keeps it for the pixel and tracked links.</summary>
internal static class VisitorCookie
{
    private const string Name = "cs_vid";
    private const string Start = Name + "=";
    private const int MaxAgeSeconds = 365 * 24 * 60 * 60;

    public static bool Consents(HttpContext context, BrowserEvent said) =>
        !said.DeniesConsent && context.Request.Headers["DNT"] != "1";

    /// <summary>
    /// Whether the browser says that a page of this site made the call, and went on showing itself. Anybody can lead a
    /// browser here, by a link or a redirect: the cookie comes along, and what the address says is that stranger's word.
    /// A browser that says nothing of it (an old one, or one that calls without https) counts as led.
    /// Source: Fetch Metadata Request Headers, W3C.
    /// </summary>
    public static bool ComesFromOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "same-site"
        && request.Headers["Sec-Fetch-Mode"].ToString() is "no-cors" or "cors" or "same-origin";

    /// <summary>The cookie's, if the service gave it out, or a new one that is set; without consent one for this request only.</summary>
    public static string Of(HttpContext context, VisitorIds ids, CollectMetrics metrics, bool consents)
    {
        if (!consents)
        {
            return ids.New();
        }
        if (Find(context.Request.Headers.Cookie, ids, metrics) is { } known)
        {
            return known;
        }
        string visitor = ids.New();
        // Written as it is: the framework would make it anew of options each time.
        string secure = context.Request.IsHttps ? "secure; " : "";
        context.Response.Headers.SetCookie = $"{Start}{visitor}; max-age={MaxAgeSeconds}; path=/; {secure}samesite=lax";
        return visitor;
    }

    /// <summary>The first that is ours: another path or domain may have set one of the same name.</summary>
    private static string? Find(StringValues headers, VisitorIds ids, CollectMetrics metrics)
    {
        bool isForeign = false;
        foreach (string? header in headers)
        {
            foreach (Range part in header.AsSpan().Split(';'))
            {
                ReadOnlySpan<char> cookie = header.AsSpan(part).Trim();
                if (!cookie.StartsWith(Start, StringComparison.Ordinal))
                {
                    continue;
                }
                if (ids.IsOurs(cookie[Start.Length..]))
                {
                    return cookie[Start.Length..].ToString();
                }
                isForeign = true;
            }
        }
        if (isForeign)
        {
            metrics.CountMended(EventField.Visitor.JsonName());
        }
        return null;
    }
}
