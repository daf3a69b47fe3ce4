using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>A tracked link with what its click says.</summary>
public sealed record TrackedLink(LinkEntry Link, ContentEntry? Content);

/// <summary>The tracked links of the catalog, kept up to date from the log.</summary>
public sealed class LinkDirectory(IFactLog log)
{
    private readonly CatalogState catalog = new();
    private readonly Lock gate = new();

    public async Task RunAsync(CancellationToken cancel)
    {
        using ILogReader reader = log.Read(LogStream.Catalog, 0, 0);
        while (!cancel.IsCancellationRequested)
        {
            while (reader.TryRead(out LogRecord record))
            {
                lock (gate)
                {
                    catalog.Apply(record.Payload);
                }
            }
            await reader.Appended.WaitAsync(cancel);
        }
    }

    /// <returns>null: there is no such link, or it leads to a host that its workspace doesn't list.</returns>
    public TrackedLink? Find(string workspace, string id)
    {
        lock (gate)
        {
            if (!catalog.Workspaces.TryGetValue(workspace, out WorkspaceCatalog? of))
            {
                return null;
            }
            if (!of.Links.TryGetValue(id, out LinkEntry? link))
            {
                return null;
            }
            IReadOnlyList<string> domains = of.Workspace?.Domains ?? [];
            bool allowed = domains.Count == 0 || domains.Contains(link.Url.Host, StringComparer.OrdinalIgnoreCase);
            return allowed ? new TrackedLink(link, of.Content.GetValueOrDefault(link.Content)) : null;
        }
    }
}
