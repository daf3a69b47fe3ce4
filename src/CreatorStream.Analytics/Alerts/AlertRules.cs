namespace CreatorStream.Analytics.Alerts;

/// <summary>A stretch of minutes in which a rule held.</summary>
/// <param name="Rule">One of <see cref="AlertRules.All"/>.</param>
/// <param name="Opened">Minutes since 2000.</param>
/// <param name="Updated">The last minute in which it held.</param>
/// <param name="Closed">The minute from which it no longer held, null while it does.</param>
/// <param name="Value">The most extreme value met: a ratio, rate, share or number of minutes, by rule.</param>
/// <param name="Expected">What it is compared with, null where the rule has a fixed limit.</param>
/// <param name="Events">How many events the value rests on.</param>
/// <param name="Observed">What was met, in the unit of what is expected; null where there is none.</param>
/// <param name="Low">All but about 1 value in 100 lay from here to <paramref name="High"/>; null: the rule knows no band.</param>
/// <param name="WorstAt">The minute, since 2000, of the most extreme value; null: that of the opening.</param>
public readonly record struct AlertSpan(
    string Rule,
    int Opened,
    int Updated,
    int? Closed,
    double Value,
    double? Expected,
    long Events,
    double? Observed = null,
    double? Low = null,
    double? High = null,
    int? WorstAt = null
);

/// <summary>
/// Plain rules over the minutes of a campaign or creator. A pure function of the figures: late events amend alerts, and
/// the order of arrival changes nothing.
/// </summary>
public static class AlertRules
{
    public const string EngagementSpike = "engagement-spike";
    public const string CtrDrop = "ctr-drop";
    public const string NoActivity = "no-activity";
    public const string SuspectShare = "suspect-share";

    // Only a detector finds these.
    public const string EngagementDrop = "engagement-drop";
    public const string ClickSpike = "click-spike";
    public const string ClickDrop = "click-drop";
    public const string CtrRise = "ctr-rise";
    public const string ConversionSpike = "conversion-spike";
    public const string ConversionDrop = "conversion-drop";
    public const string MentionSpike = "mention-spike";

    public static IReadOnlyList<string> All { get; } =
    [
        EngagementSpike,
        CtrDrop,
        NoActivity,
        SuspectShare,
        CpaRule.CpaAbove,
        EngagementDrop,
        ClickSpike,
        ClickDrop,
        CtrRise,
        ConversionSpike,
        ConversionDrop,
        MentionSpike,
    ];

    /// <summary>Minutes before the first one to be judged that the rules look back to.</summary>
    public const int History = 75;

    private const int Hour = 60;

    /// <summary>An alert stays open through so many quiet minutes.</summary>
    public const int Patience = 5;

    /// <summary>Repeats within so many minutes are the same alert, open again.</summary>
    public const int Folded = 3 * Hour;

    private const double SpikeFactor = 3;
    private const int SpikeMinutes = 5;
    private const int SpikeLeastEngagements = 30;

    private const int CtrMinutes = 10;
    private const int CtrLeastImpressions = 200;
    private const double CtrLeastExpectedClicks = 10;

    /// <summary>Of a campaign that says nothing else.</summary>
    public const int SilentMinutes = 15;

    public const int LeastSilentMinutes = 5;
    private const int LivelyHourEvents = 120;

    /// <summary>Minutes of that hour with events: hourly batches, and times rounded to hours, are silent in between.</summary>
    public const int LivelyHourMinutes = 30;

    /// <summary>An evening ebbs away: of an outage there is less than half of an even share in its last quarter once in 10⁴.</summary>
    private const int LivelyQuarterEvents = 12;

    private const int Quarter = 15;

    private const int ShareMinutes = 10;
    private const double ShareLimit = 0.10;
    private const int ShareLeastEvents = 50;

    /// <summary>How many minutes up to its opening a plain rule looks at.</summary>
    public static int MinutesOf(string rule) =>
        rule switch
        {
            CtrDrop => CtrMinutes,
            SuspectShare => ShareMinutes,
            _ => SpikeMinutes,
        };

    /// <summary>Engagement above three times the hour's usual: 5 minutes against the hour before them.</summary>
    /// <param name="folded">Repeats within so many minutes are one.</param>
    public static List<AlertSpan> Spikes(MinuteFigures figures, int folded = Folded) =>
        Spans(
            figures,
            EngagementSpike,
            figures.Length - 1,
            minute =>
            {
                long now = Sum(figures.Engagements, minute - SpikeMinutes + 1, minute);
                if (now < SpikeLeastEngagements)
                {
                    return null;
                }
                long hour = Sum(figures.Engagements, minute - SpikeMinutes - Hour + 1, minute - SpikeMinutes);
                double usual = hour * SpikeMinutes / (double)Hour;
                bool holds = usual > 0 && now > SpikeFactor * usual && IsKnown(figures, minute - SpikeMinutes);
                return holds ? new Finding(now / usual, usual, now, now / usual, now) : null;
            },
            folded
        );

    /// <summary>CTR below half of the hour's usual: 10 minutes against the hour before them.</summary>
    /// <param name="silentMinutes">For so long since the last click those after it may still come.</param>
    public static List<AlertSpan> CtrDrops(MinuteFigures figures, int silentMinutes = 0)
    {
        int heard = figures.Clicks.AsSpan().LastIndexOfAnyExcept(0);
        int last = figures.Length - 1 - heard < silentMinutes ? heard : figures.Length - 1;
        return Spans(
            figures,
            CtrDrop,
            last,
            minute =>
            {
                long impressions = Sum(figures.Impressions, minute - CtrMinutes + 1, minute);
                if (impressions < CtrLeastImpressions)
                {
                    return null;
                }
                long clicks = Sum(figures.Clicks, minute - CtrMinutes + 1, minute);
                long hourImpressions = Sum(figures.Impressions, minute - CtrMinutes - Hour + 1, minute - CtrMinutes);
                long hourClicks = Sum(figures.Clicks, minute - CtrMinutes - Hour + 1, minute - CtrMinutes);
                if (hourImpressions == 0)
                {
                    return null;
                }
                double usual = hourClicks / (double)hourImpressions;
                double ctr = clicks / (double)impressions;
                bool holds =
                    usual * impressions >= CtrLeastExpectedClicks
                    && ctr < usual / 2
                    && IsKnown(figures, minute - CtrMinutes);
                return holds ? new Finding(ctr, usual, impressions, usual - ctr, ctr) : null;
            }
        );
    }

    /// <summary>
    /// Nothing at all for so many minutes of event time after an hour with at least 120 events, in half of its minutes, 12 of them in its
    /// last quarter.
    /// </summary>
    /// <param name="end">From this minute on, since 2000, nobody expects any.</param>
    /// <param name="passed">Minutes since the last of the figures, in which nothing came.</param>
    public static List<AlertSpan> Silences(
        MinuteFigures figures,
        int silentMinutes = SilentMinutes,
        int end = int.MaxValue,
        int passed = 0
    )
    {
        var spans = new List<AlertSpan>();
        int silent = 0;
        // The running minute is not over, whether figures or the clock tell of it: so silence never grows shorter.
        bool isOver = figures.Length == 0 || (passed == 0 && figures.Events[^1] > 0);
        int now = figures.Length + passed - (isOver ? 0 : 1);
        int length = (int)Math.Min(now, (long)end - figures.FirstMinute);
        for (int minute = 0; minute <= length; minute++)
        {
            if (minute < length && (minute >= figures.Length || figures.Events[minute] == 0))
            {
                silent++;
                continue;
            }
            int start = minute - silent;
            // Most minutes are no end of a silence, and of those no hour is added up.
            long before = silent >= silentMinutes ? Sum(figures.Events, start - Hour, start - 1) : 0;
            if (
                before >= LivelyHourEvents
                && Sum(figures.Events, start - Quarter, start - 1) >= LivelyQuarterEvents
                && Lively(figures, start - 1) >= LivelyHourMinutes
            )
            {
                spans.Add(
                    new AlertSpan(
                        NoActivity,
                        figures.FirstMinute + start + silentMinutes,
                        figures.FirstMinute + minute - 1,
                        minute == now ? null : figures.FirstMinute + minute,
                        silent,
                        before / (double)Hour,
                        before
                    )
                );
            }
            silent = 0;
        }
        return spans;
    }

    /// <summary>More than a tenth of 10 minutes' events by actors held to be no people.</summary>
    public static List<AlertSpan> SuspectShares(MinuteFigures figures) =>
        Spans(
            figures,
            SuspectShare,
            minute =>
            {
                long events = Sum(figures.Events, minute - ShareMinutes + 1, minute);
                long excluded = Sum(figures.Excluded, minute - ShareMinutes + 1, minute);
                bool holds = events >= ShareLeastEvents && excluded > ShareLimit * events;
                double share = excluded / (double)events;
                return holds ? new Finding(share, null, excluded, share, share) : null;
            }
        );

    /// <summary>
    /// Whether the hour up to a minute says what is usual: something happened in three quarters of its minutes. It doesn't
    /// at the beginning of a campaign, or after a gap.
    /// </summary>
    private static bool IsKnown(MinuteFigures figures, int last) => Lively(figures, last) >= Hour * 3 / 4;

    /// <summary>In how many minutes of the hour up to one something happened.</summary>
    private static int Lively(MinuteFigures figures, int last)
    {
        int lively = 0;
        for (int minute = Math.Max(0, last - Hour + 1); minute <= last; minute++)
        {
            lively += figures.Events[minute] > 0 ? 1 : 0;
        }
        return lively;
    }

    private static List<AlertSpan> Spans(MinuteFigures figures, string rule, Func<int, Finding?> judge) =>
        Spans(figures, rule, figures.Length - 1, judge);

    /// <param name="last">The last minute of which it is known whether the rule holds.</param>
    /// <param name="folded">Repeats within so many minutes are one.</param>
    private static List<AlertSpan> Spans(
        MinuteFigures figures,
        string rule,
        int last,
        Func<int, Finding?> judge,
        int folded = Folded
    )
    {
        var found = new List<(int Opened, int Updated, Finding Worst, int WorstAt)>();
        for (int minute = History; minute <= last; minute++)
        {
            if (judge(minute) is not { } finding)
            {
                continue;
            }
            if (found.Count > 0 && minute - found[^1].Updated <= folded)
            {
                (int opened, _, Finding worst, int worstAt) = found[^1];
                found[^1] =
                    finding.Extremity > worst.Extremity
                        ? (opened, minute, finding, minute)
                        : (opened, minute, worst, worstAt);
            }
            else
            {
                found.Add((minute, minute, finding, minute));
            }
        }
        return
        [
            .. found.Select(of =>
            {
                bool isOver = last - of.Updated >= Patience;
                int? closed = isOver ? figures.FirstMinute + of.Updated + 1 : null;
                return Span(figures, rule, of.Opened, of.Updated, closed, of.Worst) with
                {
                    WorstAt = figures.FirstMinute + of.WorstAt,
                };
            }),
        ];
    }

    private static AlertSpan Span(
        MinuteFigures figures,
        string rule,
        int opened,
        int updated,
        int? closed,
        Finding worst
    ) =>
        new(
            rule,
            figures.FirstMinute + opened,
            figures.FirstMinute + updated,
            closed,
            worst.Value,
            worst.Expected,
            worst.Events,
            worst.Observed
        );

    private static long Sum(long[] values, int first, int last)
    {
        long sum = 0;
        for (int i = Math.Max(0, first); i <= last && i < values.Length; i++)
        {
            sum += values[i];
        }
        return sum;
    }

    private readonly record struct Finding(
        double Value,
        double? Expected,
        long Events,
        double Extremity,
        double Observed
    );
}
