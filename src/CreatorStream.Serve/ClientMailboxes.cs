using System.Collections.Concurrent;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve;

/// <summary>The mailboxes of all connections; hears of changed views and notes them.</summary>
public sealed class ClientMailboxes : IDisposable
{
    private readonly ConcurrentDictionary<string, ClientMailbox> open = new();
    private readonly IViewSource views;
    private readonly IDisposable subscription;

    private readonly ILogger<ClientMailboxes> logger;

    public ClientMailboxes(IViewSource views, ILogger<ClientMailboxes> logger)
    {
        this.views = views;
        this.logger = logger;
        subscription = views.Changes.Subscribe(Note);
    }

    public int Count => open.Count;

    /// <param name="abort">Ends the connection.</param>
    public void Open(string connection, ISingleClientProxy client, Action abort, CancellationToken aborted) =>
        open[connection] = new ClientMailbox(
            client,
            views,
            error =>
            {
                logger.ConnectionEnds(error);
                abort();
            },
            aborted
        );

    public ClientMailbox? Find(string connection) => open.GetValueOrDefault(connection);

    public void Close(string connection)
    {
        if (open.TryRemove(connection, out ClientMailbox? mailbox))
        {
            mailbox.Dispose();
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        foreach (string connection in open.Keys)
        {
            Close(connection);
        }
    }

    private void Note(ViewKey key)
    {
        foreach (ClientMailbox mailbox in open.Values)
        {
            mailbox.Note(key);
        }
    }
}
