using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Ports;

/// <summary>Holds the newest version of every view and announces changes.</summary>
public interface IViewStore : IViewSource
{
    /// <summary>Replaces a view by a newer version.</summary>
    void Put(ViewDocument view);

    void PutCampaigns(string workspace, CampaignList campaigns);
}
