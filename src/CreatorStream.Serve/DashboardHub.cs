using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.AspNetCore.SignalR;

namespace CreatorStream.Serve;

/// <summary>
/// What a dashboard calls. Subscribing sends one snapshot, then deltas with a sequence number; after a gap the client
/// asks for a new snapshot. How fast a client reads decides how many versions it sees, never how many wait for it.
/// </summary>
public sealed class DashboardHub(ClientMailboxes mailboxes, IViewSource views) : Hub
{
    public Task Subscribe(string campaign, string view) => Mailbox().SubscribeAsync(Key(campaign, view));

    /// <summary>Sends a new snapshot.</summary>
    public Task Resync(string campaign, string view) => Mailbox().SubscribeAsync(Key(campaign, view));

    public void Unsubscribe(string campaign, string view) =>
        Mailbox().Unsubscribe(new ViewKey(Subject.DefaultWorkspace, campaign, view));

    /// <summary>Sends the list of campaigns, now and whenever it changes.</summary>
    public Task SubscribeCampaigns() => Mailbox().SubscribeAsync(new ViewKey(Subject.DefaultWorkspace, "", ""));

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

    private ClientMailbox Mailbox() =>
        mailboxes.Find(Context.ConnectionId) ?? throw new HubException("The connection is closing.");

    private ViewKey Key(string campaign, string view)
    {
        if (!ViewNames.All.Contains(view))
        {
            throw new HubException($"There is no view of this name: {string.Join(", ", ViewNames.All)}.");
        }
        var key = new ViewKey(Subject.DefaultWorkspace, campaign, view);
        return views.Get(key) != null ? key : throw new HubException("There is no such campaign.");
    }
}
