using System.Collections.Concurrent;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Embedded;

/// <summary>Views in memory: stage 2 publishes them all again after a start.</summary>
public sealed class MemoryViewStore : IViewSink, IViewSource, IDisposable
{
    private readonly ConcurrentDictionary<ViewKey, ViewDocument> views = new();
    private readonly Subject<ViewKey> changes = new();
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, int> watchers = [];

    public IObservable<ViewKey> Changes => changes.AsObservable();

    public void Put(ViewDocument view)
    {
        views[view.Key] = view;
        changes.OnNext(view.Key);
    }

    public ViewDocument? Get(ViewKey key) => views.GetValueOrDefault(key);

    public IDisposable Watch(ViewKey key)
    {
        lock (gate)
        {
            watchers[key] = watchers.GetValueOrDefault(key) + 1;
        }
        return Disposable.Create(() =>
        {
            lock (gate)
            {
                if (--watchers[key] == 0)
                {
                    watchers.Remove(key);
                }
            }
        });
    }

    public bool IsWatched(ViewKey key)
    {
        lock (gate)
        {
            return watchers.ContainsKey(key);
        }
    }

    public ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    public void Dispose() => changes.Dispose();
}
