using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.SignalR;

namespace CreatorStream.Serve;

/// <summary>
/// What a dashboard calls. Subscribing sends one snapshot, then deltas with a sequence number; after a gap the client
/// asks for a new snapshot. A connection is about one workspace, which its address names. How fast a client reads decides how many versions it sees, never how many wait for it.
/// </summary>
public sealed class DashboardHub(ClientMailboxes mailboxes, IViewSource views) : Hub
{
    /// <param name="of">The campaign, creator or portfolio; empty for a view of the workspace.</param>
    [Requires(Rights.Read)]
    public Task Subscribe(string scope, string of, string view) => Mailbox().SubscribeAsync(Key(scope, of, view));

    /// <summary>Sends a new snapshot.</summary>
    [Requires(Rights.Read)]
    public Task Resync(string scope, string of, string view) => Mailbox().SubscribeAsync(Key(scope, of, view));

    [Requires(Rights.Read)]
    public void Unsubscribe(string scope, string of, string view)
    {
        if (ViewScopes.TryParse(scope ?? "", out ViewScope about))
        {
            Mailbox().Unsubscribe(new ViewKey(Workspace, about, of ?? "", view ?? ""));
        }
    }

    public override Task OnConnectedAsync()
    {
        mailboxes.Open(Context.ConnectionId, Clients.Caller, Context.Abort, Context.ConnectionAborted);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        mailboxes.Close(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private string Workspace => RequestWorkspace.Of(Context.GetHttpContext()!.Request);

    private ClientMailbox Mailbox() =>
        mailboxes.Find(Context.ConnectionId) ?? throw new HubException("The connection is closing.");

    private ViewKey Key(string? scope, string? of, string? view)
    {
        if (!ViewScopes.TryParse(scope ?? "", out ViewScope about))
        {
            throw new HubException($"There is no such scope: {string.Join(", ", ViewScopes.All)}.");
        }
        var key = new ViewKey(Workspace, about, of ?? "", view ?? "");
        if (ViewRegistry.Find(key.View)?.Scope != about)
        {
            throw new HubException(ServeEndpoints.NoView(about));
        }
        // A workspace has views as soon as something came for it, and may be looked at before.
        return key.IsWhole && (about == ViewScope.Workspace || views.Get(key) != null)
            ? key
            : throw new HubException(ServeEndpoints.Missing(key, views));
    }
}
