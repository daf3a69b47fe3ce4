using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>Countries in which hardly any of a campaign's displays are, by what touches say of themselves, of all time.</summary>
internal sealed class ForeignCountries(SplitBook splits)
{
    /// <summary>Fewer displays with a country say nothing about where the audience lives.</summary>
    private const long LeastDisplays = 500;

    private const double MostShare = .01;

    private readonly Dictionary<string, Dictionary<string, long>> campaigns = [];

    public bool IsForeign(string campaign, string country)
    {
        if (!campaigns.TryGetValue(campaign, out Dictionary<string, long>? displays))
        {
            campaigns[campaign] = displays = [];
            foreach ((Facets facets, long[] counts) in splits.Of(campaign))
            {
                if (facets.Country.Length > 0)
                {
                    long known = displays.GetValueOrDefault(facets.Country);
                    displays[facets.Country] = known + new KindCounts(counts, authentic: false).Impressions;
                }
            }
        }
        long all = displays.Values.Sum();
        return all >= LeastDisplays && displays.GetValueOrDefault(country) < MostShare * all;
    }
}
