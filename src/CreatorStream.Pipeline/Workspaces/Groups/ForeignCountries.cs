using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>
/// Countries in which hardly any of a campaign's displays are and whose people, as far as they engage, hardly ever click or visit, by
/// what touches say of themselves, of all time. Of a country to which a post spread where nothing is told of displays, some do.
/// </summary>
internal sealed class ForeignCountries(SplitBook splits)
{
    /// <summary>Fewer displays with a country say nothing about where the audience lives.</summary>
    private const long LeastDisplays = 500;

    private const double MostShare = .01;

    /// <summary>Of the clicks and visits that come for each engagement in the whole campaign.</summary>
    private const double MostResponse = .25;

    private readonly Dictionary<string, (Dictionary<string, Touches> Countries, Touches All)> campaigns = [];

    /// <summary>Copies what touches say. Only the loop that owns them may.</summary>
    public void Copy(IEnumerable<string> of)
    {
        foreach (string campaign in of.Distinct())
        {
            var countries = new Dictionary<string, Touches>();
            Touches all = default;
            foreach ((Facets facets, long[] counts) in splits.Of(campaign))
            {
                if (facets.Country.Length > 0)
                {
                    var kinds = new KindCounts(counts, authentic: false);
                    var touches = new Touches(kinds.Impressions, kinds.Clicks + kinds.Visits, kinds.Engagements);
                    countries[facets.Country] = countries.GetValueOrDefault(facets.Country).With(touches);
                    all = all.With(touches);
                }
            }
            campaigns[campaign] = (countries, all);
        }
    }

    /// <summary>Of a campaign that was copied; in any thread.</summary>
    public bool IsForeign(string campaign, string country)
    {
        (Dictionary<string, Touches> countries, Touches all) = campaigns[campaign];
        Touches here = countries.GetValueOrDefault(country);
        // Where nothing is told of clicks either, displays alone decide.
        double usual = (double)all.Responses * here.Engagements;
        bool responds = usual > 0 && (double)here.Responses * all.Engagements > MostResponse * usual;
        return all.Displays >= LeastDisplays && here.Displays < MostShare * all.Displays && !responds;
    }

    private readonly record struct Touches(long Displays, long Responses, long Engagements)
    {
        public Touches With(Touches more) =>
            new(Displays + more.Displays, Responses + more.Responses, Engagements + more.Engagements);
    }
}
