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

    private readonly Dictionary<string, (Dictionary<string, long> Displays, long All)> campaigns = [];

    /// <summary>Copies what displays say. Only the loop that owns them may.</summary>
    public void Copy(IEnumerable<string> of)
    {
        foreach (string campaign in of.Distinct())
        {
            var displays = new Dictionary<string, long>();
            foreach ((Facets facets, long[] counts) in splits.Of(campaign))
            {
                if (facets.Country.Length > 0)
                {
                    long known = displays.GetValueOrDefault(facets.Country);
                    displays[facets.Country] = known + new KindCounts(counts, authentic: false).Impressions;
                }
            }
            campaigns[campaign] = (displays, displays.Values.Sum());
        }
    }

    /// <summary>Of a campaign that was copied; in any thread.</summary>
    public bool IsForeign(string campaign, string country)
    {
        (Dictionary<string, long> displays, long all) = campaigns[campaign];
        return all >= LeastDisplays && displays.GetValueOrDefault(country) < MostShare * all;
    }
}
