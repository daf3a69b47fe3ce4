using System.Collections.Concurrent;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>
/// What the collector knows of the catalog: tracked links, and which names are set up. Kept up to date from the log by one
/// thread; any may ask, without a lock.
/// </summary>
/// <param name="isOpen">Whether workspaces that don't say so take names from strangers that the catalog doesn't know; asked each time, for a first key may come.</param>
public sealed class CatalogDirectory(IFactLog log, Func<bool> isOpen) : IDisposable
{
    private readonly ConcurrentDictionary<string, KnownNames> workspaces = new([
        new(Subject.DefaultWorkspace, new KnownNames(isOpen)),
    ]);
    private EntryReader<CatalogEntry>? reader;
    private volatile bool isComplete;

    /// <summary>All is known that was in the log at the start.</summary>
    public bool IsComplete => isComplete;

    /// <summary>Takes in what was added since the last time.</summary>
    public void TakeIn()
    {
        reader ??= new(log.Read(LogStream.Catalog, 0, 0), CatalogParser.TryParse);
        while (reader.TryRead(out CatalogEntry? entry))
        {
            workspaces.GetOrAdd(entry.Workspace, _ => new KnownNames(isOpen)).Add(entry);
        }
        isComplete = true;
    }

    /// <summary>Takes in whatever comes, until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        while (true)
        {
            TakeIn();
            await reader!.Appended.WaitAsync(cancel);
        }
    }

    /// <returns>null: the catalog doesn't know the workspace. It always knows the default one.</returns>
    public KnownNames? Find(string workspace) => workspaces.GetValueOrDefault(workspace);

    public void Dispose() => reader?.Dispose();
}
