using System.Reflection;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// The hub's door: a connection is closed when the key or session it was opened with ends, and each method is answered
/// to who has the right that it names.
/// </summary>
internal sealed class HubRights(Access access) : IHubFilter
{
    private static readonly object Opened = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // Again, since it may have ended meanwhile.
        if (access.Find(Request(context.Context)) is not { } credential)
        {
            context.Context.Abort();
            return;
        }
        CancellationTokenRegistration closing = credential.Ended.Register(context.Context.Abort);
        context.Context.Items[Opened] = (credential, closing);
        try
        {
            await next(context);
        }
        catch
        {
            // Of a connection that never was nobody says that it ended.
            closing.Unregister();
            throw;
        }
    }

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (
            invocation.HubMethod.GetCustomAttribute<RequiresAttribute>() is not { } requires
            || invocation.Context.Items[Opened] is not (Credential credential, CancellationTokenRegistration)
            || credential.Ended.IsCancellationRequested
        )
        {
            throw new HubException("There is nothing of this name.");
        }
        if (Access.Refusal(credential.Principal, requires, Request(invocation.Context)) is { } reason)
        {
            throw new HubException(reason);
        }
        return await next(invocation);
    }

    public async Task OnDisconnectedAsync(
        HubLifetimeContext context,
        Exception? exception,
        Func<HubLifetimeContext, Exception?, Task> next
    )
    {
        if (
            context.Context.Items.Remove(Opened, out object? opened)
            && opened is (Credential, CancellationTokenRegistration closing)
        )
        {
            closing.Unregister();
        }
        await next(context, exception);
    }

    private static HttpRequest Request(HubCallerContext context) =>
        context.GetHttpContext()?.Request ?? throw new HubException("The connection is closing.");
}
