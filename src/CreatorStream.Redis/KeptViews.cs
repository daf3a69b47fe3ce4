using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>The newest version of each view that an owner published, and which of them Redis does not have yet.</summary>
internal sealed class KeptViews
{
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, PublishedView> kept = [];
    private readonly HashSet<ViewKey> pending = [];

    /// <summary>Pending ones that are not kept once they are written.</summary>
    private readonly HashSet<ViewKey> leaving = [];

    public int Pending
    {
        get
        {
            lock (gate)
            {
                return pending.Count;
            }
        }
    }

    /// <summary>Versions that are older than what was put before are dropped.</summary>
    public void Put(IReadOnlyList<PublishedView> views)
    {
        lock (gate)
        {
            foreach (PublishedView view in views)
            {
                if (!kept.TryGetValue(view.Key, out PublishedView? before) || before.Version < view.Version)
                {
                    kept[view.Key] = view;
                    pending.Add(view.Key);
                    leaving.Remove(view.Key);
                }
            }
        }
    }

    /// <summary>Keeps the views of some workspaces no longer than until they are written.</summary>
    public void Forget(Predicate<string> workspaces)
    {
        lock (gate)
        {
            foreach (ViewKey key in kept.Keys.Where(key => workspaces(key.Workspace)).ToArray())
            {
                _ = pending.Contains(key) ? leaving.Add(key) : kept.Remove(key);
            }
        }
    }

    public string[] Workspaces()
    {
        lock (gate)
        {
            return [.. kept.Keys.Select(key => key.Workspace).Distinct()];
        }
    }

    /// <summary>Pending versions as bytes: so many views at most, and no more once there are so many bytes.</summary>
    public (PublishedView View, byte[] Body)[] Take(int mostViews, int mostBytes)
    {
        PublishedView[] due;
        lock (gate)
        {
            due = [.. pending.Take(mostViews).Select(key => kept[key])];
        }
        var batch = new List<(PublishedView, byte[])>(due.Length);
        int bytes = 0;
        foreach (PublishedView view in due)
        {
            byte[] body = ViewCodec.Write(view);
            batch.Add((view, body));
            bytes += body.Length;
            if (bytes >= mostBytes)
            {
                break;
            }
        }
        return [.. batch];
    }

    /// <summary>Redis has this version, or a newer one.</summary>
    public void Settle(PublishedView view)
    {
        lock (gate)
        {
            // A newer version may have come meanwhile; that one is still to be written.
            if (ReferenceEquals(kept.GetValueOrDefault(view.Key), view))
            {
                pending.Remove(view.Key);
                if (leaving.Remove(view.Key))
                {
                    kept.Remove(view.Key);
                }
            }
        }
    }

    /// <summary>Puts what Redis has no version of, or an older one, to be written again.</summary>
    /// <param name="stored">The versions of a workspace that Redis has.</param>
    /// <returns>How many these are.</returns>
    public int FindLost(string workspace, HashEntry[] stored)
    {
        Dictionary<string, string?> versions = stored.ToDictionary(
            entry => entry.Name.ToString(),
            entry => (string?)entry.Value
        );
        int lost = 0;
        lock (gate)
        {
            foreach (PublishedView view in kept.Values.Where(view => view.Key.Workspace == workspace))
            {
                string? text = versions.GetValueOrDefault(RedisNames.Field(view.Key));
                bool isThere = RedisNames.TryParseVersion(text, out ViewVersion version) && version >= view.Version;
                if (!isThere && pending.Add(view.Key))
                {
                    lost++;
                }
            }
        }
        return lost;
    }

    /// <summary>Views whose own keys are gone while their versions are there, as a Redis that evicts leaves them.</summary>
    public void PutAgain(IEnumerable<ViewKey> gone)
    {
        lock (gate)
        {
            foreach (ViewKey key in gone)
            {
                if (kept.ContainsKey(key))
                {
                    pending.Add(key);
                }
            }
        }
    }
}
