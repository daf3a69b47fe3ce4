using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>When the next turn of a queue is due: at a pace of its own, so that what is due of it hurries no views.</summary>
internal sealed class FitWork<TInput, TFit>(FitQueue<TInput, TFit> queue) : IDisposable
    where TInput : class, IFitInput
{
    /// <summary>A turn is wanted, be it in the middle of a round.</summary>
    private readonly Subject<long> wanted = new();

    /// <summary>What a workspace's models are fitted to is other than it was.</summary>
    public void Note(WorkspaceState workspace)
    {
        if (queue.Note(workspace))
        {
            wanted.OnNext(1);
        }
    }

    /// <summary>A fit has come to its end: others may wait for it.</summary>
    public void GoOn() => wanted.OnNext(1);

    /// <summary>Takes turns from now on.</summary>
    /// <param name="changes">Emits when something came.</param>
    public IDisposable Begin(IObservable<long> changes, IScheduler scheduler) =>
        changes
            .Merge(wanted)
            .Paced(scheduler, new PacedWork(_ => queue.Go(), since => queue.Rest - since.Done))
            .Subscribe();

    public void Dispose() => wanted.Dispose();
}
