using System.Reactive.Disposables;
using System.Reactive.Linq;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Batches in, changed rows out: what a processor of a visitor task does.</summary>
/// <typeparam name="TRows">What it publishes at a tick.</typeparam>
public interface IProcessor<out TRows>
{
    /// <summary>Takes the accepted rows of a batch into its state.</summary>
    void Add(FactBatch batch);

    /// <summary>The absolute rows that changed since the last flush.</summary>
    /// <param name="into">What they are written into, emptied.</param>
    TRows Flush(TickBuffers into);
}

public static class ProcessorExtensions
{
    /// <summary>Feeds a processor every batch, and emits what changed at every tick. Both come on one thread.</summary>
    public static IObservable<TRows> Process<TRows>(
        this IObservable<FactBatch> batches,
        IObservable<TickBuffers> ticks,
        IProcessor<TRows> processor
    ) =>
        Observable.Create<TRows>(observer => new CompositeDisposable(
            batches.Subscribe(processor.Add, observer.OnError, observer.OnCompleted),
            ticks.Subscribe(into => observer.OnNext(processor.Flush(into)), observer.OnError)
        ));
}
