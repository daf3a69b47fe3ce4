using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// The door: what a route asks of its caller, and whether who calls has it. A route that doesn't say
/// (<see cref="RequiresAttribute"/>) is answered to nobody. With a key, whoever shows one; without any only the machine
/// itself, asked for by a name of the loopback, so that no foreign page gets in by rebinding a name.
/// </summary>
public sealed class Access(KeyRing keys, Sessions sessions, WrongKeyLog wrongKeys)
{
    public const string Cookie = "cs_session";

    private const string Bearer = "Bearer ";

    /// <summary>Whole answers are in memory until they are taken: who takes less of them in a second is cut off.</summary>
    private static readonly MinDataRate LeastRate = new(16_000, TimeSpan.FromSeconds(10));

    public void Use(IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                SecurityHeaders.Add(context);
                (int status, string reason) = Judge(context);
                if (status != 0)
                {
                    return RefuseAsync(context, status, reason);
                }
                if (
                    context.Request.Path.StartsWithSegments("/api")
                    && context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate
                )
                {
                    rate.MinDataRate = LeastRate;
                }
                return context.GetEndpoint() == null ? FileAsync(context, next) : next(context);
            }
        );

    /// <summary>Who calls; null for somebody who proves nothing.</summary>
    public Credential? Find(HttpRequest request)
    {
        if (keys.Local is { } local)
        {
            return local;
        }
        string authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            Credential? key = keys.Find(authorization.AsSpan(Bearer.Length).Trim());
            if (key == null)
            {
                wrongKeys.Note(request.HttpContext.Connection.RemoteIpAddress);
            }
            return key;
        }
        // A page of a neighbouring name is sent the cookie too.
        return request.Cookies[Cookie] is { } token && !Origins.IsForeign(request) ? sessions.Find(token) : null;
    }

    private (int Status, string Reason) Judge(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isWayIn = request.Path.StartsWithSegments("/v1") || request.Path.StartsWithSegments("/l");
        bool isOwn = !isWayIn && (request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/hub"));
        if (!keys.HasKeys)
        {
            if (!Origins.IsLoopbackName(request.Host.Host))
            {
                return (403, "Without a key the service answers to localhost only.");
            }
            if (isWayIn && Origins.IsForeign(request))
            {
                return (403, "Without a key the service takes nothing from pages of another origin.");
            }
        }
        if (isOwn && Origins.IsForeign(request))
        {
            return (403, "Pages of another origin may not call this.");
        }
        if (isWayIn && HttpMethods.IsOptions(request.Method))
        {
            // Browsers ask before pages send; the collector answers.
            return default;
        }
        if (context.GetEndpoint() is not { } endpoint)
        {
            return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? default : NotFound;
        }
        if (endpoint.Metadata.GetMetadata<RequiresAttribute>() is not { } requires)
        {
            return NotFound;
        }
        if (requires.IsOpen)
        {
            return default;
        }
        if (Find(request) is not { Principal: var caller })
        {
            return (401, "Sign in, or send a key as a bearer token.");
        }
        if (Refusal(caller, requires, request) is { } reason)
        {
            return (403, reason);
        }
        context.Features.Set(caller);
        return default;
    }

    private static (int, string) NotFound => (404, "There is nothing at this address.");

    /// <summary>Why a caller may not do this; null: it may.</summary>
    public static string? Refusal(Principal caller, RequiresAttribute requires, HttpRequest request)
    {
        if (!requires.IsHeldBy(caller))
        {
            return $"The key has not the right {string.Join(" or ", RightsText.Write(requires.Right))}.";
        }
        switch (requires.Scope)
        {
            case Scope.Workspace:
                // Of two, a key that reaches both would be told about either.
                string? workspace = RequestWorkspace.Find(request);
                return workspace == null ? "Name one workspace."
                    : caller.Reaches(workspace) ? null
                    : $"The key may not reach the workspace {workspace}.";
            case Scope.Service when caller.Workspaces != null:
                return "This is about all workspaces: it needs a key that reaches them all.";
            default:
                return null;
        }
    }

    /// <summary>No route: one of the dashboard's files, or nothing.</summary>
    private static async Task FileAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
        {
            await RefuseAsync(context, NotFound.Item1, NotFound.Item2);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = reason });
    }
}
