namespace CreatorStream.Pipeline.Views;

/// <summary>What travels from the owner of a workspace to those that show it: one version of a view.</summary>
public sealed class PublishedView
{
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public PublishedView(ViewDocument view, ViewVersion version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version.Epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(version.Offset);
        View = view;
        Version = version;
    }

    public ViewKey Key => View.Key;
    public ViewDocument View { get; }
    public ViewVersion Version { get; }
}
