using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// How many creators and content items of each campaign are watched. A campaign shares with those that have at least as many events,
/// by the number of digits, and one of the catalog with others of the catalog only: made-up campaigns take little from others.
/// </summary>
public sealed class WatchShares(WorkspaceState workspace)
{
    /// <summary>By campaigns with the same number of digits.</summary>
    private const int Most = 1_000;

    /// <summary>Of a campaign: two in three are creators.</summary>
    private const int MostOfCampaign = 150;

    private const int Least = 3;
    private const int Digits = 20;

    private readonly int[] known = NoneYet();
    private readonly int[] others = NoneYet();

    public int Of(string campaign) =>
        (workspace.Catalog.Campaigns.ContainsKey(campaign) ? known : others)[DigitsOf(campaign)];

    /// <param name="shown">All campaigns that are.</param>
    /// <returns>Whether any may have another share than before.</returns>
    public bool Update(IReadOnlyCollection<string> shown)
    {
        Span<int> ofKnown = stackalloc int[Digits];
        Span<int> ofAll = stackalloc int[Digits];
        foreach (string campaign in shown)
        {
            int digits = DigitsOf(campaign);
            ofAll[digits]++;
            ofKnown[digits] += workspace.Catalog.Campaigns.ContainsKey(campaign) ? 1 : 0;
        }
        return Share(ofKnown, known) | Share(ofAll, others);
    }

    private int DigitsOf(string campaign)
    {
        var entity = new Entity(workspace.Name, campaign, EntityLevel.Campaign, "");
        long events = workspace.Figures.Find(entity) is { } figures ? ShownNames.Events(figures) : 0;
        return events < 10 ? 0 : (int)Math.Log10(events);
    }

    private static bool Share(ReadOnlySpan<int> campaigns, int[] shares)
    {
        bool isOther = false;
        int sharing = 0;
        for (int digits = Digits - 1; digits >= 0; digits--)
        {
            sharing += campaigns[digits];
            int share = Math.Clamp(Most / Math.Max(1, sharing), Least, MostOfCampaign);
            isOther |= share != shares[digits];
            shares[digits] = share;
        }
        return isOther;
    }

    private static int[] NoneYet() => [.. Enumerable.Repeat(MostOfCampaign, Digits)];
}
