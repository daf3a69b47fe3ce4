using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreatorStream.Serve;

/// <summary>
/// Who may call: with a key, whoever shows it (a bearer token, or the cookie of a sign-in); without one only the
/// machine itself, asked for by a name of the loopback, so that no foreign page gets in by rebinding a name.
/// </summary>
public sealed class Access(string? key)
{
    private const string Cookie = "cs_session";

    /// <summary>Who shows the service's own key.</summary>
    private static readonly Principal FirstKey = new(Ways.KeyPrefix, Rights.All);

    private readonly byte[]? keyHash = key == null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // Of this process: a restart signs everybody out.
    private readonly byte[] cookieSecret = RandomNumberGenerator.GetBytes(32);

    public void Use(IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                (int status, string reason) = Judge(context);
                if (status == 0)
                {
                    context.Features.Set(PrincipalOf(context.Request));
                    await next(context);
                    return;
                }
                context.Response.StatusCode = status;
                await context.Response.WriteAsJsonAsync(new { error = reason });
            }
        );

    public void MapSession(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/api/session",
                (HttpContext context, SessionRequest request) =>
                {
                    if (keyHash != null && !IsKey(request.Key ?? ""))
                    {
                        return Results.Json(new { error = "This is not the key." }, statusCode: 401);
                    }
                    context.Response.Cookies.Append(
                        Cookie,
                        CookieValue(),
                        new CookieOptions
                        {
                            HttpOnly = true,
                            SameSite = SameSiteMode.Strict,
                            Secure = context.Request.IsHttps,
                        }
                    );
                    return Results.NoContent();
                }
            )
            .WithSummary("Signs a browser in with the service's key");
        routes.MapDelete(
            "/api/session",
            (HttpContext context) =>
            {
                context.Response.Cookies.Delete(Cookie);
                return Results.NoContent();
            }
        );
    }

    private (int Status, string Reason) Judge(HttpContext context)
    {
        HttpRequest request = context.Request;
        // As routes are matched: in any case, with or without a slash at the end.
        bool isHub = request.Path.StartsWithSegments("/hub");
        if ((isHub || request.Path.StartsWithSegments("/api")) && IsForeign(request))
        {
            return (403, "Pages of another origin may not call this.");
        }
        if (keyHash == null)
        {
            return IsLoopbackName(request.Host.Host)
                ? default
                : (403, "Without --key the service answers to localhost only.");
        }
        bool needsKey =
            isHub
            || request.Path.StartsWithSegments("/v1/events")
            || request.Path.StartsWithSegments("/v1/counters")
            || request.Path.StartsWithSegments("/metrics")
            || (request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/api/session"));
        return !needsKey || IsSignedIn(request) ? default : (401, "Sign in, or send the key as a bearer token.");
    }

    private Principal PrincipalOf(HttpRequest request) =>
        keyHash == null ? Principal.Local
        : IsSignedIn(request) ? FirstKey
        : Principal.Stranger;

    private bool IsSignedIn(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return IsKey(authorization["Bearer ".Length..].Trim());
        }
        return request.Cookies[Cookie] is { } cookie
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(cookie),
                Encoding.UTF8.GetBytes(CookieValue())
            );
    }

    private bool IsKey(string shown) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), keyHash);

    private string CookieValue() => Convert.ToHexStringLower(HMACSHA256.HashData(cookieSecret, keyHash ?? []));

    /// <summary>CORS doesn't hold for WebSockets: the origin is looked at here.</summary>
    private static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && (
                !Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}

/// <summary>What the sign-in form sends.</summary>
public sealed record SessionRequest(string? Key);
