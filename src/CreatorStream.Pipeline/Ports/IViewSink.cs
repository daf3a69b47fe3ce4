using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Where stage 2 puts the views that changed.</summary>
public interface IViewSink
{
    /// <summary>Replaces a view by a newer version.</summary>
    void Put(ViewDocument view);

    /// <summary>Whether somebody may be looking at a view: what nobody looks at comes less often.</summary>
    bool IsWatched(ViewKey key);

    /// <summary>Completes when all that was put is where readers find it. Called once after the views of a turn.</summary>
    ValueTask FlushAsync(CancellationToken cancel);
}
