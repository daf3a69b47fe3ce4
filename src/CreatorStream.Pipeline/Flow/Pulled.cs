using System.Diagnostics.CodeAnalysis;
using System.Reactive.Subjects;

namespace CreatorStream.Pipeline.Flow;

/// <returns>false at the end, for now.</returns>
internal delegate bool TryRead<T>([MaybeNullWhen(false)] out T item);

/// <summary>
/// An input of a loop, as an observable: it emits when the loop asks for some of it, on the loop's thread. What nobody has asked
/// for stays in the log, or wherever it is, so nothing is queued here.
/// </summary>
internal sealed class Pulled<T>(TryRead<T> tryRead) : IObservable<T>, IDisposable
{
    private readonly Subject<T> items = new();

    public IDisposable Subscribe(IObserver<T> observer) => items.Subscribe(observer);

    /// <returns>Whether there may be more at once.</returns>
    public bool Pull(int most)
    {
        for (; most > 0; most--)
        {
            if (!TryPull())
            {
                return false;
            }
        }
        return true;
    }

    /// <param name="isOver">Asked before each.</param>
    /// <returns>Whether there may be more at once.</returns>
    public bool Pull(Func<bool> isOver)
    {
        while (!isOver())
        {
            if (!TryPull())
            {
                return false;
            }
        }
        return true;
    }

    public void Dispose() => items.Dispose();

    private bool TryPull()
    {
        bool read = tryRead(out T? item);
        if (read)
        {
            items.OnNext(item!);
        }
        return read;
    }
}
