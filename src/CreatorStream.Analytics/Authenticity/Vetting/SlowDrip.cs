using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>slow-drip</c>: a low constant rate of engagement from a foreign country, day and night. Two things at once, by country,
/// from 100 engagements over two weeks: the quietest four hours of the day are at least half as busy as an even
/// spread (people of one country come to a tenth, see <see cref="Timing.QuietHours"/>), and days differ no more than chance has them
/// (variance of a day's number by its mean, which is 1 of a constant rate, at most 2; people come when something is published).
/// Strong where it is 5 % of the sample or more. Both limits are judgements of ours; dispersion as in Fisher, <i>Statistical
/// Methods for Research Workers</i>, 1925. It may wrong an embassy or a newsroom abroad that works in shifts. Foreign is a country
/// that no profile names as home: without one nothing is said, nor of a drip over many countries. Costs a pass over the sample.
/// </summary>
public static class SlowDrip
{
    public const int LeastEngagements = 100;

    private const int DaySeconds = 86_400;
    private const int HourSeconds = 3_600;
    private const int LeastDays = 14;
    private const int QuietWindow = 4;
    private const double LeastQuiet = 0.5;
    private const double MostDispersion = 2;
    private const double LargeShare = 0.05;

    public static VettingSignal Signal { get; } =
        new(
            "slow-drip",
            "From a foreign country at least 100 engagements over 14 days, as many at night as by day and as many each day. Strong from 5 % of the sample.",
            "Offices abroad that work in shifts.",
            "Who follows you from these countries, and may we see the platform's own statistics of countries by day?",
            MayBeStrangers: false,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        HashSet<string> home = [.. sample.Prospect.Profiles.Select(profile => profile.Home).OfType<string>()];
        if (home.Count == 0)
        {
            return VettingAnswer.Unknown("no profile says in which country the audience is at home");
        }
        SampledEngagement[] known = [.. sample.Timed.Where(one => one.Country is not null)];
        if (!sample.HasExactTimes || known.Length < LeastEngagements)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {(sample.HasExactTimes ? known.Length : 0)} engagements with an exact time and a country, {LeastEngagements} are needed"
            );
        }
        string[] drips =
        [
            .. known
                .Where(one => !home.Contains(one.Country!))
                .GroupBy(one => one.Country!, StringComparer.Ordinal)
                .Where(group => IsDrip([.. group.Select(one => one.TimeSeconds!.Value)]))
                .Select(group => group.Key)
                .Order(StringComparer.Ordinal),
        ];
        SampledEngagement[] found = [.. known.Where(one => drips.Contains(one.Country, StringComparer.Ordinal))];
        var share = new Proportion(found.Length, known.Length);
        return drips.Length == 0
            ? new(VettingState.NotFound, $"none from any country in {known.Length} engagements", share)
            : new(
                share.Low >= LargeShare ? VettingState.Strong : VettingState.Notable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found.Length} of {known.Length} engagements drip day and night from {string.Join(", ", drips)}"
                ),
                share
            )
            {
                Actors = found.Select(one => one.Actor).ToHashSet(StringComparer.Ordinal),
            };
    }

    private static bool IsDrip(long[] times)
    {
        long first = times.Min() / DaySeconds;
        long days = times.Max() / DaySeconds - first + 1;
        if (times.Length < LeastEngagements || days < LeastDays || days > times.Length)
        {
            return false;
        }
        int[] byHour = new int[24];
        int[] byDay = new int[days];
        foreach (long time in times)
        {
            byHour[time % DaySeconds / HourSeconds]++;
            byDay[time / DaySeconds - first]++;
        }
        int quietest = Enumerable
            .Range(0, byHour.Length)
            .Min(start => Enumerable.Range(0, QuietWindow).Sum(i => byHour[(start + i) % byHour.Length]));
        double quiet = quietest * (double)byHour.Length / QuietWindow / times.Length;
        // The first and the last day may have been seen in part only.
        int[] whole = byDay[1..^1];
        double mean = whole.Average();
        double dispersion = whole.Sum(count => (count - mean) * (count - mean)) / (whole.Length - 1) / mean;
        return quiet >= LeastQuiet && dispersion <= MostDispersion;
    }
}
