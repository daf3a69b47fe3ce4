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
    [Requires(Rights.Read)]
    public Task Subscribe(string campaign, string view) => Mailbox().SubscribeAsync(Key(campaign, view));

    /// <summary>Sends a new snapshot.</summary>
    [Requires(Rights.Read)]
    public Task Resync(string campaign, string view) => Mailbox().SubscribeAsync(Key(campaign, view));

    [Requires(Rights.Read)]
    public void Unsubscribe(string campaign, string view) =>
        Mailbox().Unsubscribe(new ViewKey(Workspace, campaign, view));

    /// <summary>Sends the list of campaigns, now and whenever it changes.</summary>
    [Requires(Rights.Read)]
    public Task SubscribeCampaigns() => Mailbox().SubscribeAsync(new ViewKey(Workspace, "", ""));

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

    private ViewKey Key(string campaign, string view)
    {
        if (!ViewRegistry.Names.Contains(view))
        {
            throw new HubException($"There is no view of this name: {string.Join(", ", ViewRegistry.Names)}.");
        }
        var key = new ViewKey(Workspace, campaign, view);
        return views.Get(key) != null ? key : throw new HubException("There is no such campaign.");
    }
}
