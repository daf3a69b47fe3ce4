using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Where the newest version of every view is read, and changes are heard of.</summary>
public interface IViewSource
{
    /// <summary>The newest version, or null where there is none.</summary>
    ViewDocument? Get(ViewKey key);

    /// <summary>Every change from now on. Observers must return quickly: they note that there is something newer.</summary>
    IObservable<ViewKey> Changes { get; }

    /// <summary>Whether it has what there was when this process began. Before, a version may be one of long ago.</summary>
    bool AreWhole => true;

    /// <summary>Somebody looks at a view, until it is disposed.</summary>
    IDisposable Watch(ViewKey key);
}
