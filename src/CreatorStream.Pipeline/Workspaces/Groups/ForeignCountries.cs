using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>
/// Countries in which hardly any of a campaign's displays are and from which hardly anybody clicks or visits, as far as that is known:
/// by what touches say of themselves, of all time. From a country to which a post spread where nothing is told of displays, some do.
/// </summary>
internal sealed class ForeignCountries(string workspace, FigureBook figures)
{
    /// <summary>Fewer displays with a country say nothing about where the audience lives.</summary>
    private const long LeastDisplays = 500;

    private const double MostShare = .01;

    /// <summary>Of the clicks and visits that come for each engagement in the whole campaign.</summary>
    private const double MostResponse = .25;

    /// <summary>Where fewer clicks and visits would be usual, none says little.</summary>
    private const double LeastResponses = 4;

    /// <summary>Of all clicks and visits: those of pixel, links and script state no country.</summary>
    private const double LeastStated = .5;

    private readonly Dictionary<string, Campaign> campaigns = [];

    /// <summary>Copies what touches say. Only the loop that owns them may.</summary>
    public void Copy(IEnumerable<string> of)
    {
        foreach (string campaign in of.Distinct())
        {
            var countries = new Dictionary<string, Touches>();
            Touches stated = default;
            foreach ((Facets facets, long[] counts) in figures.Splits.Of(campaign))
            {
                if (facets.Country.Length > 0)
                {
                    Touches touches = TouchesOf(counts);
                    countries[facets.Country] = countries.GetValueOrDefault(facets.Country).With(touches);
                    stated = stated.With(touches);
                }
            }
            campaigns[campaign] = new Campaign(countries, stated, ResponsesTo(campaign));
        }
    }

    /// <summary>Whether a campaign that was copied would be judged otherwise by now on account of clicks and visits that state no country.</summary>
    public bool IsOld(string campaign) =>
        campaigns.TryGetValue(campaign, out Campaign of)
        && of.IsStated != (of with { Responses = ResponsesTo(campaign) }).IsStated;

    /// <summary>Of a campaign that was copied; in any thread.</summary>
    public bool IsForeign(string campaign, string country)
    {
        Campaign of = campaigns[campaign];
        if (!of.IsStated)
        {
            return false;
        }
        Touches stated = of.Stated;
        Touches here = of.Countries.GetValueOrDefault(country);
        double usual = (double)stated.Responses / Math.Max(1, stated.Engagements) * here.Engagements;
        return here.Displays < MostShare * stated.Displays
            && usual >= LeastResponses
            && here.Responses <= MostResponse * usual;
    }

    private long ResponsesTo(string campaign)
    {
        var entity = new Entity(workspace, campaign, EntityLevel.Campaign, "");
        return TouchesOf(figures.Find(entity)?.AllTime.Counts ?? []).Responses;
    }

    private static Touches TouchesOf(ReadOnlySpan<long> counts)
    {
        if (counts.IsEmpty)
        {
            return default;
        }
        var kinds = new KindCounts(counts, authentic: false);
        return new Touches(kinds.Impressions, kinds.Clicks + kinds.Visits, kinds.Engagements);
    }

    /// <param name="Stated">Of all touches that state a country.</param>
    /// <param name="Responses">Clicks and visits, whether they state one or not.</param>
    private readonly record struct Campaign(Dictionary<string, Touches> Countries, Touches Stated, long Responses)
    {
        /// <summary>Whether enough is stated to say anything.</summary>
        public bool IsStated => Stated.Displays >= LeastDisplays && Stated.Responses >= LeastStated * Responses;
    }

    private readonly record struct Touches(long Displays, long Responses, long Engagements)
    {
        public Touches With(Touches more) =>
            new(Displays + more.Displays, Responses + more.Responses, Engagements + more.Engagements);
    }
}
