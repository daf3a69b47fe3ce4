using System.Net;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Serve.Callers;

/// <summary>From which pages a request comes, as far as browsers say.</summary>
internal static class Origins
{
    /// <summary>
    /// A page of another origin. Browsers tell the origin of what may change something and of WebSockets, for which CORS
    /// doesn't hold; of images and links they tell whether the page was of this site.
    /// </summary>
    public static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return !Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        }
        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }

    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out IPAddress? address) && IPAddress.IsLoopback(address));
}
