using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CreatorStream.Serve;

/// <summary>Names in paths.</summary>
internal static class RouteName
{
    private const string Slash = "%2F";

    /// <summary>
    /// What a part of the path names. The framework decodes all of it but slashes, which names may have; and what it gives doesn't
    /// tell a slash from a name that has these three letters. So the part is taken as it was sent.
    /// </summary>
    /// <param name="part">As the framework gives it.</param>
    /// <param name="fromEnd">Which part of the path it is: 1 is the last.</param>
    public static string Of(HttpContext context, string part, int fromEnd)
    {
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        string[] parts = target.Split('?')[0].TrimEnd('/').Split('/');
        string sent = parts.Length < fromEnd ? "" : Uri.UnescapeDataString(parts[^fromEnd]);
        // Another part, where the path has such as "..", which the framework takes out.
        return WithSlashes(sent) == WithSlashes(part) ? sent : WithSlashes(part);
    }

    private static string WithSlashes(string part) => part.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
}
