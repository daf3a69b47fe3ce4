using System.Reactive.Disposables;
using System.Reactive.Linq;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Batches in, changed rows out: what a processor of a visitor task does.</summary>
public interface IProcessor
{
    /// <summary>Takes the accepted rows of a batch into its state.</summary>
    void Add(FactBatch batch);

    /// <summary>Adds the absolute rows that changed since the last time to its sections.</summary>
    void Flush(TickRows into);
}

public static class ProcessorExtensions
{
    /// <summary>Feeds a processor every batch, and emits each tick when what changed is in it. Both come on one thread.</summary>
    public static IObservable<TickRows> Process(
        this IObservable<FactBatch> batches,
        IObservable<TickRows> ticks,
        IProcessor processor
    ) =>
        Observable.Create<TickRows>(observer => new CompositeDisposable(
            batches.Subscribe(processor.Add, observer.OnError, observer.OnCompleted),
            ticks.Do(processor.Flush).Subscribe(observer.OnNext, observer.OnError)
        ));
}
