using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Where stage 2 puts the views that changed.</summary>
public interface IViewSink
{
    /// <summary>Replaces a view by a newer version.</summary>
    void Put(ViewDocument view);

    void PutCampaigns(string workspace, CampaignList campaigns);

    /// <summary>Completes when all that was put is where readers find it. Called once after the views of a turn.</summary>
    ValueTask FlushAsync(CancellationToken cancel);
}

/// <summary>Holds the newest version of every view and announces changes.</summary>
public interface IViewSource
{
    ViewDocument? Get(ViewKey key);

    /// <summary>The campaigns of a workspace, by id.</summary>
    CampaignList Campaigns(string workspace);

    /// <summary>Every change from now on. Observers must return quickly: they note that there is something newer.</summary>
    IObservable<ViewKey> Changes { get; }
}
