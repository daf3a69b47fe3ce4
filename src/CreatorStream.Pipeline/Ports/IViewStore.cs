using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Holds the newest version of every view and announces changes.</summary>
public interface IViewStore
{
    /// <summary>Replaces a view by a newer version.</summary>
    void Put(ViewDocument view);

    ViewDocument? Get(ViewKey key);

    /// <summary>The campaigns of a workspace, by id.</summary>
    CampaignList Campaigns(string workspace);

    void PutCampaigns(string workspace, CampaignList campaigns);

    /// <summary>Every change from now on. Observers must return quickly: they note that there is something newer.</summary>
    IObservable<ViewKey> Changes { get; }
}
