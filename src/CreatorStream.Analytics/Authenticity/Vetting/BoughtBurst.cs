using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>bought-burst</c>: within an hour many accounts engage with one item that do nothing else in the sample, and then it
/// ends. Of each item that hour is looked at in which most engaged, from 30 engagements; at least 80 % of its accounts, by
/// the lower end of the interval, do nothing else in the sample. Two ways:
/// <list type="bullet">
/// <item>From foreign countries (strong): most of the hour's engagements with a country come from countries that have less than
/// 5 % of all others, and of which each did 80 % of all it ever did in this hour. What is shared abroad goes on for days.</item>
/// <item>Late (notable): it begins three days after publication, and 80 % of all that the item got later than that is in this
/// hour.</item>
/// </list>
/// Samples often end where the list of the platform ends: so the item must have engagements a day before the hour, and the sample
/// some a day after it. Limits are judgements of ours, after the bursts of Beutel et al., <i>CopyCatch</i>, WWW 2013, and De
/// Cristofaro et al., <i>Paying for Likes?</i>, IMC 2014. It may wrong who was named in a newsletter, or paid the platform itself
/// for an hour's promotion. Bought accounts from home, early, and spread over a day are not found. Costs a pass over the sample.
/// </summary>
public static class BoughtBurst
{
    public const int LeastEngagements = 30;

    private const int HourSeconds = 3_600;
    private const int DaySeconds = 86_400;
    private const int LeastElsewhere = 100;
    private const int LeastBefore = 10;
    private const double LeastSingle = 0.8;
    private const double UsualCountry = 0.05;
    private const double LeastForeign = 0.5;
    private const double LeastWithin = 0.8;
    private const int LateSeconds = 3 * DaySeconds;

    public static VettingSignal Signal { get; } =
        new(
            "bought-burst",
            "At least 30 engagements with one item within an hour, by accounts that do nothing else in the sample: from countries that hardly appear otherwise and only then (strong), or three days after publication and only then (notable).",
            "Who was named in a newsletter, or paid the platform for a short promotion.",
            "What happened in that hour: was the item promoted, and by whom?",
            MayBeStrangers: false,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        SampledEngagement[] timed = [.. sample.Timed.Where(one => one.Content is not null)];
        if (!sample.HasExactTimes || timed.Length < LeastElsewhere + LeastEngagements)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {(sample.HasExactTimes ? timed.Length : 0)} engagements with an exact time and content, {LeastElsewhere + LeastEngagements} are needed"
            );
        }
        HashSet<string> single =
        [
            .. sample.Actors.Where(actor => actor.Engagements.Count == 1).Select(actor => actor.Name),
        ];
        long last = timed[^1].TimeSeconds!.Value;
        var countries = sample
            .Engagements.Where(one => one.Country is not null)
            .CountBy(one => one.Country!)
            .ToDictionary();
        var bursts = timed
            .GroupBy(one => (one.Platform, one.Content))
            .Select(item => (Item: item.ToList(), Hour: Busiest([.. item])))
            .Where(one =>
                one.Hour.Count >= LeastEngagements && HasSurroundings(one.Item, one.Hour, last) && AreSingle(one.Hour)
            )
            .Select(one =>
                (one.Hour, IsForeign: IsForeign(countries, one.Hour), IsLate: IsLate(sample, one.Item, one.Hour))
            )
            .Where(one => one.IsForeign || one.IsLate)
            .ToList();
        int found = bursts.Sum(burst => burst.Hour.Count);
        var share = new Proportion(found, timed.Length);
        if (bursts.Count == 0)
        {
            return new(VettingState.NotFound, $"none in {timed.Length} engagements", share);
        }
        int foreign = bursts.Count(burst => burst.IsForeign);
        long first = bursts.Min(burst => burst.Hour[0].TimeSeconds!.Value);
        return new(
            foreign > 0 ? VettingState.Strong : VettingState.Notable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bursts.Count} {(bursts.Count == 1 ? "item" : "items")} with a burst within an hour ({foreign} from foreign countries), {found} of {timed.Length} engagements, the first from {ProspectSample.Utc(first)} UTC"
            ),
            share
        )
        {
            Actors = bursts.SelectMany(burst => burst.Hour).Select(one => one.Actor).ToHashSet(StringComparer.Ordinal),
        };

        bool AreSingle(List<SampledEngagement> hour) =>
            new Proportion(hour.Count(one => single.Contains(one.Actor)), hour.Count).Low >= LeastSingle;
    }

    /// <param name="item">By time.</param>
    private static List<SampledEngagement> Busiest(List<SampledEngagement> item)
    {
        (int from, int count) = (0, 0);
        for (int first = 0, end = 0; first < item.Count; first++)
        {
            while (end < item.Count && item[end].TimeSeconds < item[first].TimeSeconds + HourSeconds)
            {
                end++;
            }
            (from, count) = end - first > count ? (first, end - first) : (from, count);
        }
        return item.GetRange(from, count);
    }

    private static bool HasSurroundings(List<SampledEngagement> item, List<SampledEngagement> hour, long last) =>
        item.Count(one => one.TimeSeconds < hour[0].TimeSeconds) >= LeastBefore
        && item[0].TimeSeconds <= hour[0].TimeSeconds - DaySeconds
        && last >= hour[^1].TimeSeconds + DaySeconds;

    /// <param name="countries">How many engagements of the whole sample each has.</param>
    private static bool IsForeign(Dictionary<string, int> countries, List<SampledEngagement> hour)
    {
        var here = hour.Where(one => one.Country is not null).CountBy(one => one.Country!).ToDictionary();
        int all = countries.Values.Sum() - here.Values.Sum();
        if (all < LeastElsewhere || here.Count == 0)
        {
            return false;
        }
        int come = here.Where(country => IsFromThereOnly(country.Key, country.Value)).Sum(country => country.Value);
        return come >= LeastEngagements && new Proportion(come, here.Values.Sum()).Low >= LeastForeign;

        bool IsFromThereOnly(string country, int count)
        {
            int other = countries[country] - count;
            return new Proportion(other, all).High < UsualCountry && count >= LeastWithin * (count + other);
        }
    }

    private static bool IsLate(ProspectSample sample, List<SampledEngagement> item, List<SampledEngagement> hour) =>
        sample.Published.TryGetValue((item[0].Platform, item[0].Content!), out long published)
        && hour[0].TimeSeconds >= published + LateSeconds
        && hour.Count >= LeastWithin * item.Count(one => one.TimeSeconds >= published + LateSeconds);
}
