using System.Globalization;
using System.Net;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreatorStream.Serve.Callers;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionEndpoints
{
    private const string Address = "/api/session";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var open = new RequiresAttribute(Rights.None);
        routes
            .MapPost(Address, SignIn)
            .WithMetadata(open)
            .WithSummary("Signs a browser in with a key that has the right read: a cookie for 12 hours");
        routes.MapDelete(Address, SignOut).WithMetadata(open).WithSummary("Signs out: the session ends");
        routes
            .MapGet(Address, Tell)
            .WithMetadata(open)
            .WithSummary("Who calls: the name of the key, its rights and workspaces (null: all)");
    }

    private static IResult SignIn(
        HttpContext context,
        SessionRequest request,
        KeyRing keys,
        Sessions sessions,
        GuessLimit limit,
        WrongKeyLog wrongKeys
    )
    {
        if (!keys.HasKeys)
        {
            return Results.NoContent();
        }
        IPAddress? from = context.Connection.RemoteIpAddress;
        Credential? key = keys.Find(request.Key ?? "");
        // A made key can't be found by trying: nobody has to wait with it because somebody else tries others.
        if (key is not { IsMade: true } && limit.SecondsToWait(from) is var seconds and > 0)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Error(429, $"Too many wrong keys: wait {seconds} seconds.");
        }
        if (key == null)
        {
            limit.NoteFailure(from);
            wrongKeys.Note(from);
            return Error(401, "This is not a key of this service.");
        }
        if (!key.Principal.Has(Rights.Read))
        {
            return Error(403, "This key has not the right read.");
        }
        context.Response.Cookies.Append(
            Access.Cookie,
            sessions.Begin(key),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                // A proxy says how the browser called; who lies about it only loses the own cookie.
                Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
            }
        );
        return Results.NoContent();
    }

    private static IResult SignOut(HttpContext context, Sessions sessions)
    {
        if (context.Request.Cookies[Access.Cookie] is { } token)
        {
            sessions.Find(token)?.End();
        }
        context.Response.Cookies.Delete(Access.Cookie);
        return Results.NoContent();
    }

    private static IResult Tell(HttpContext context, Access access) =>
        access.Find(context.Request) is { Principal: var caller }
            ? Results.Json(
                new SessionAnswer(
                    caller.Via.StartsWith(Ways.KeyPrefix, StringComparison.Ordinal)
                        ? caller.Via[Ways.KeyPrefix.Length..]
                        : caller.Via,
                    RightsText.Write(caller.Rights),
                    caller.Workspaces?.Order(StringComparer.Ordinal)
                )
            )
            : Error(401, "Nobody is signed in.");

    private static IResult Error(int status, string error) => Results.Json(new { error }, statusCode: status);
}

/// <summary>What the sign-in form sends.</summary>
internal sealed record SessionRequest(string? Key);

/// <param name="Name">Of the key; empty for the one of the service's settings.</param>
/// <param name="Workspaces">null: all.</param>
internal sealed record SessionAnswer(string Name, IReadOnlyList<string> Rights, IEnumerable<string>? Workspaces);
