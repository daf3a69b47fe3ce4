namespace CreatorStream.Pipeline.Views;

/// <summary>
/// What travels from the owner of a workspace to those that show it: one version of a view, or of the list of
/// campaigns. Exactly one of <see cref="View"/> and <see cref="Campaigns"/> is there.
/// </summary>
public sealed class PublishedView
{
    private PublishedView(ViewKey key, ViewVersion version, ViewDocument? view, CampaignList? campaigns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version.Epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(version.Offset);
        Key = key;
        Version = version;
        View = view;
        Campaigns = campaigns;
    }

    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public PublishedView(ViewDocument view, ViewVersion version)
        : this(view.Key, version, view, null) { }

    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public PublishedView(string workspace, CampaignList campaigns, ViewVersion version)
        : this(new ViewKey(workspace, "", ""), version, null, campaigns) { }

    public ViewKey Key { get; }
    public ViewVersion Version { get; }
    public ViewDocument? View { get; }
    public CampaignList? Campaigns { get; }
}
