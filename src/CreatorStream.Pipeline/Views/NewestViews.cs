using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Views;

/// <summary>
/// Views that come from elsewhere, over more than one way and in any order: the newest version wins, whichever way it
/// came. Safe for use by several threads.
/// </summary>
public sealed class NewestViews : IViewSource, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, PublishedView> newest = [];
    private readonly Subject<ViewKey> changes = new();

    private volatile bool areWhole;

    public IObservable<ViewKey> Changes => changes.AsObservable();

    public bool AreWhole
    {
        get => areWhole;
        set => areWhole = value;
    }

    /// <summary>How many views there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return newest.Count;
            }
        }
    }

    /// <summary>Takes a version where it is newer than the one that is there.</summary>
    /// <returns>Whether it was.</returns>
    public bool Offer(PublishedView view)
    {
        // Announced under the lock: an observer is called by one thread at a time, and returns quickly.
        lock (gate)
        {
            if (newest.TryGetValue(view.Key, out PublishedView? present) && present.Version >= view.Version)
            {
                return false;
            }
            newest[view.Key] = view;
            changes.OnNext(view.Key);
            return true;
        }
    }

    /// <summary>The newest version with its stamp, or null where there is none.</summary>
    public PublishedView? Find(ViewKey key)
    {
        lock (gate)
        {
            return newest.GetValueOrDefault(key);
        }
    }

    public ViewDocument? Get(ViewKey key) => Find(key)?.View;

    /// <summary>Who makes views elsewhere is not told.</summary>
    public IDisposable Watch(ViewKey key) => Disposable.Empty;

    public void Dispose() => changes.Dispose();
}
