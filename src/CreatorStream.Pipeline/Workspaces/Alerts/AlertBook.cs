using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Alerts of a campaign, its creators and its content that held within the last 24 hours of event time. Plain rules are judged over
/// longer (<see cref="AlertChoice.FirstJudged"/>), so that the opening, which names an alert, stays where it was; detectors over weeks, see
/// <see cref="LearnedRun"/>. Plain rules are about what no detector knows yet, and about limits.
/// </summary>
public sealed class AlertBook(WorkspaceState workspace)
{
    private const long MinuteMicros = 60_000_000;

    /// <summary>How many were open, and not muted, when the campaign was judged last.</summary>
    private readonly Dictionary<string, int> open = [];
    private readonly Dictionary<string, Dictionary<string, (AlertSpan Span, AlertChange Change)>> explained = [];
    private readonly long[] ofPane = new long[KindColumns.Count];
    private readonly WatchBook watches = new(workspace);
    private readonly AlertDrivers drivers = new(workspace);

    /// <summary>What passed since the greatest event time.</summary>
    public LiveSilence Silence { get; } = new();

    public int OpenOf(string campaign) => open.GetValueOrDefault(campaign);

    /// <summary>Whether a campaign has to be judged once more although nothing changes: it had too much to do at once.</summary>
    public bool IsBehind(string campaign) => watches.IsBehind(campaign);

    /// <inheritdoc cref="WatchBook.Share"/>
    public bool Share(IReadOnlyCollection<string> shown) => watches.Share(shown);

    /// <param name="isShown">Whether a creator is: a name that somebody made up has no alerts of its own.</param>
    /// <param name="campaigns">All that are shown.</param>
    public CampaignAlerts Judge(string campaign, Predicate<string> isShown, IReadOnlyCollection<string> campaigns)
    {
        CampaignAlerts judged = Of(campaign, isShown, campaigns);
        IReadOnlyList<Alert> alerts = workspace.AlertDecisions.Decide(
            campaign,
            judged.Alerts,
            workspace.Figures.GreatestMicros,
            Silence.Minutes * MinuteMicros
        );
        open[campaign] = alerts.Count(alert => alert.ClosedMicros == null && alert.Decided.Muted == null);
        return judged with { Alerts = alerts };
    }

    private CampaignAlerts Of(string campaign, Predicate<string> isShown, IReadOnlyCollection<string> campaigns)
    {
        var entity = new Entity(workspace.Name, campaign, EntityLevel.Campaign, "");
        CampaignEntry? entry = workspace.Catalog.Campaigns.GetValueOrDefault(campaign);
        if (workspace.Figures.Find(entity) is not { } figures)
        {
            // Money may be spent on what brings no event at all.
            return new CampaignAlerts(
                Told(campaign, [.. CpaSpans(campaign, null, entry).Select(span => (entity, span))], int.MaxValue),
                0
            );
        }
        Watched watched = watches.Update(campaign, isShown, campaigns);
        MinuteFigures minutes = Read(figures);
        List<AlertSpan> suspect = AlertRules.SuspectShares(minutes);
        int campaignEnd = EndOf(entry);
        List<AlertSpan> silences = AlertRules.Silences(minutes, Step.Minutes, campaignEnd, Silence.Minutes);
        var whole = new Whole(minutes, entry?.SilentMinutes ?? 0, suspect, silences, campaignEnd);
        List<AlertSpan> ofCampaign = Spans(entity, minutes, watched.Find(entity), whole);
        var found = new List<(Entity Entity, AlertSpan Span)>();
        var rises = new List<AlertSpan>();
        var byCreator = new Dictionary<string, List<AlertSpan>>();
        foreach ((Entity of, EntityFigures part) in workspace.Figures.EntitiesOf(campaign))
        {
            if (of.Level == EntityLevel.Creator && isShown(of.Name))
            {
                SeriesWatch? watch = watched.Find(of);
                byCreator[of.Name] = Spans(of, part, watch, whole);
                Add(of, byCreator[of.Name], () => Spans(of, part, watch, whole, areFolded: false));
            }
        }
        foreach ((Entity of, SeriesWatch watch) in watched.Of)
        {
            if (of.Level == EntityLevel.Content && Learned(watch, whole) is { Count: > 0 } spans)
            {
                IReadOnlyList<AlertSpan> better = byCreator.GetValueOrDefault(drivers.CreatorOf(of) ?? "") ?? [];
                Add(
                    of,
                    spans.Where(span => !AlertChoice.IsAmong(span, better) && !AlertChoice.IsAmong(span, suspect)),
                    () => Learned(watch, whole, areFolded: false)
                );
            }
        }
        found.AddRange(ofCampaign.Where(span => !AlertChoice.IsExplained(span, rises)).Select(span => (entity, span)));
        found.AddRange(
            AlertRules
                .Silences(minutes, entry?.SilentMinutes ?? AlertRules.SilentMinutes, campaignEnd, Silence.Minutes)
                .Concat(suspect)
                .Concat(CpaSpans(campaign, figures, entry))
                .Select(span => (entity, span))
        );
        return new CampaignAlerts(Told(campaign, found, watched.OldestChange), watched.LeftOut);

        // Of a rise a part says more; of a fall the whole says it once.
        void Add(Entity of, IEnumerable<AlertSpan> spans, Func<List<AlertSpan>> repeats)
        {
            List<AlertSpan>? apart = null;
            foreach (AlertSpan span in spans)
            {
                bool isFall = IsFall(span.Rule);
                if (isFall && AlertChoice.IsAmong(span, ofCampaign))
                {
                    continue;
                }
                found.Add((of, span));
                // How much it explains is told by the repeat at the time of the whole's rise, where the whole has one.
                if (!isFall && ofCampaign.Exists(whole => whole.Rule == span.Rule))
                {
                    apart ??= repeats();
                    rises.AddRange(apart.Where(repeat => AlertChoice.IsWithin(repeat, span)));
                }
            }
        }
    }

    /// <summary>The minute, since 2000, in which a campaign is over; the greatest while it is not.</summary>
    private int EndOf(CampaignEntry? entry)
    {
        if (entry?.End is not { } day)
        {
            return int.MaxValue;
        }
        long micros = CostAccrual.StartOfDay(day, entry.TimeZone ?? "UTC", addDays: 1);
        return micros > workspace.Figures.GreatestMicros + (Silence.Minutes * MinuteMicros)
            ? int.MaxValue
            : Pane.Of(Math.Max(micros, Rfc3339.EarliestMicros)) / Pane.PerMinute;
    }

    private int Now => Step.Of(workspace.Figures.GreatestPane);

    /// <summary>From which minute on figures are wanted, so that all that are judged have the hour before them.</summary>
    private static int FirstMinute(int now) => AlertChoice.FirstJudged(now) - AlertRules.History;

    private static bool IsFall(string rule) =>
        rule is AlertRules.EngagementDrop or AlertRules.ClickDrop or AlertRules.CtrDrop or AlertRules.ConversionDrop;

    /// <summary>What a plain rule says of a creator where no detector knows it, and what the detector says.</summary>
    private List<AlertSpan> Spans(
        Entity of,
        EntityFigures figures,
        SeriesWatch? watch,
        in Whole whole,
        bool areFolded = true
    )
    {
        int first = FirstMinute(workspace.Figures.GreatestPane / Pane.PerMinute);
        bool isKnown = watch?.Knows(AlertMetric.Engagements, first / Step.Minutes) ?? false;
        return Spans(of, isKnown ? null : Read(figures), watch, whole, areFolded);
    }

    /// <param name="minutes">null: plain rules have nothing to say.</param>
    /// <param name="areFolded">Whether repeats near each other are one.</param>
    private List<AlertSpan> Spans(
        Entity of,
        MinuteFigures? minutes,
        SeriesWatch? watch,
        in Whole whole,
        bool areFolded = true
    )
    {
        var spans = new List<AlertSpan>();
        if (minutes != null)
        {
            int folded = areFolded ? AlertRules.Folded : AlertRules.Patience;
            spans.AddRange(AlertRules.Spikes(minutes, folded).Where(span => !Knows(AlertMetric.Engagements, span)));
            if (of.Level == EntityLevel.Campaign)
            {
                spans.AddRange(
                    AlertRules.CtrDrops(minutes, whole.Silence).Where(span => !Knows(AlertMetric.Ctr, span))
                );
            }
        }
        if (watch != null)
        {
            AlertSpan[] plain = [.. spans, .. whole.Suspect];
            spans.AddRange(Learned(watch, whole, areFolded).Where(span => !AlertChoice.IsAmong(span, plain)));
        }
        return spans;

        bool Knows(AlertMetric metric, AlertSpan span) => watch?.Knows(metric, span.Opened / Step.Minutes) ?? false;
    }

    private List<AlertSpan> Learned(SeriesWatch watch, Whole whole, bool areFolded = true) =>
        LearnedSpans.Of(
            watch.Hits,
            (metric, step) =>
                metric == AlertMetric.Conversions ? IsOfSilence(whole, step) : IsSilent(whole.Minutes, step),
            Now,
            metric => watch.FallsKnownTo(metric, whole.Silence),
            areFolded ? LearnedSpans.Folded : LearnedSpans.Patience
        );

    private List<Alert> Told(string campaign, List<(Entity Entity, AlertSpan Span)> found, int oldestChange)
    {
        var alerts = new List<Alert>();
        Dictionary<string, (AlertSpan, AlertChange)> before = explained.GetValueOrDefault(campaign) ?? [];
        var now = new Dictionary<string, (AlertSpan, AlertChange)>();
        foreach ((Entity entity, AlertSpan span) in found)
        {
            if (AlertChoice.IsTold(span, workspace.Figures.GreatestPane / Pane.PerMinute))
            {
                (int from, int to) = Worst(span);
                string id = IdOf(entity, span);
                bool isKept =
                    before.TryGetValue(id, out (AlertSpan Span, AlertChange Change) known)
                    && known.Span == span
                    // Countries are told of whole steps, which plain rules may end within.
                    && oldestChange >= (Step.Of(to - 1) + 1) * Step.Panes;
                AlertChange change = isKept
                    ? known.Change
                    : drivers.ChangeOf(entity, LearnedSpans.MetricOf(span.Rule), span.Expected ?? 0, from, to);
                now[id] = (span, change);
                alerts.Add(Make(id, entity, span, change));
            }
        }
        if (now.Count > 0)
        {
            explained[campaign] = now;
        }
        else
        {
            explained.Remove(campaign);
        }
        alerts.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return alerts;
    }

    /// <summary>The panes of an alert's time.</summary>
    private static (int From, int To) Window(AlertSpan span)
    {
        bool isLearned = span.High != null;
        int from = isLearned ? span.Opened : span.Opened - AlertRules.MinutesOf(span.Rule) + 1;
        int to = span.Updated + (isLearned ? Step.Minutes : 1);
        return (from * Pane.PerMinute, to * Pane.PerMinute);
    }

    /// <summary>The panes of what an alert shows: of repeats that are one alert, the time between them explains nothing.</summary>
    private static (int From, int To) Worst(AlertSpan span) =>
        span.WorstAt is { } at ? Window(span with { Opened = at, Updated = at }) : Window(span);

    /// <param name="figures">null: nothing came of it.</param>
    private List<AlertSpan> CpaSpans(string campaign, EntityFigures? figures, CampaignEntry? entry)
    {
        // Before the first event of the workspace no time has passed.
        if (entry?.CpaLimitMicros is not { } limitMicros || workspace.Figures.GreatestMicros == 0)
        {
            return [];
        }
        return CpaRule.Spans(
            workspace.Figures.GreatestPane / Pane.PerMinute,
            limitMicros,
            minute =>
            {
                int end = minute * Pane.PerMinute;
                int start = end - (CpaRule.WindowMinutes * Pane.PerMinute);
                long conversions =
                    figures?.Orders.Sum(OrderColumns.Authentic + OrderColumns.Conversions, start, end) ?? 0;
                return workspace.CostOf(campaign, null, start, end) is { } cost ? (cost, conversions) : null;
            }
        );
    }

    private MinuteFigures Read(EntityFigures figures)
    {
        int last = workspace.Figures.GreatestPane / Pane.PerMinute;
        int first = FirstMinute(last);
        // Minutes in which nothing had happened yet are as none: no rule holds in them, and most are of young campaigns.
        int begin = last;
        foreach (PaneSeries<long> counts in figures.Counts)
        {
            int index = counts.FirstAtOrAfter(first * Pane.PerMinute);
            begin = index < counts.Count ? Math.Min(begin, counts.PaneAt(index) / Pane.PerMinute) : begin;
        }
        first = Math.Max(first, begin - AlertRules.History);
        var minutes = new MinuteFigures(first, last - first + 1);
        for (int group = 0; group < figures.Counts.Count; group++)
        {
            PaneSeries<long> counts = figures.Counts[group];
            Array.Clear(ofPane);
            for (int index = counts.FirstAtOrAfter(begin * Pane.PerMinute); index < counts.Count; index++)
            {
                counts.ValuesAt(index).CopyTo(KindColumns.Of(group, ofPane));
                minutes.Add(counts.PaneAt(index) / Pane.PerMinute, ofPane);
            }
        }
        return minutes;
    }

    private static bool IsSilent(MinuteFigures minutes, int step)
    {
        int first = (step * Step.Minutes) - minutes.FirstMinute;
        return first >= 0
            && first + Step.Minutes <= minutes.Length
            && !minutes.Events.AsSpan(first, Step.Minutes).ContainsAnyExcept(0);
    }

    /// <summary>
    /// Codes credit orders of people of whom there is no touch, so steps without any are no silence of sales; but after a lively hour
    /// they are: that nothing comes at all will be told. And after the campaign nobody expects any.
    /// </summary>
    private static bool IsOfSilence(in Whole whole, int step) =>
        step * Step.Minutes >= whole.End
        || whole.Silences.Exists(of =>
            of.Updated - (int)of.Value < step * Step.Minutes && (step + 1) * Step.Minutes - 1 <= of.Updated
        );

    private Alert Make(string id, Entity entity, AlertSpan span, in AlertChange change)
    {
        (int from, int to) = Window(span);
        (long all, long excluded) = workspace.Figures.Find(entity)?.Touches(from, to) ?? default;
        double? suspectShare = all > 0 ? excluded / (double)all : null;
        string? creator = entity.Level switch
        {
            EntityLevel.Creator => entity.Name,
            EntityLevel.Content => drivers.CreatorOf(entity),
            _ => null,
        };
        string? content = entity.Level == EntityLevel.Content ? entity.Name : null;
        string? who = content ?? (creator == null ? null : drivers.NameOf(creator));
        return new Alert(
            id,
            span.Rule,
            AlertWords.Severity(span.Rule, suspectShare),
            Micros(span.Opened),
            Micros(span.Updated),
            span.Closed is { } closed ? Micros(closed) : null,
            AlertWords.Title(span.Rule, who),
            AlertWords.Text(span, workspace.Currency),
            creator,
            content,
            span.Value,
            LearnedSpans.MetricOf(span.Rule),
            span.Observed,
            span.Expected,
            span.Low,
            span.High,
            suspectShare,
            drivers.Of(entity, change, Worst(span).From, IsFall(span.Rule)),
            AlertWords.Action(span.Rule, suspectShare),
            Micros(span.WorstAt ?? span.Opened)
        );
    }

    /// <summary>What an alert is known by. A content item's creator may become known later: it isn't named.</summary>
    private static string IdOf(Entity entity, AlertSpan span)
    {
        string opened = $"{Rfc3339.Format(Micros(span.Opened))}/{span.Rule}/";
        return entity.Level == EntityLevel.Content ? $"{opened}/{entity.Name}" : opened + entity.Name;
    }

    private static long Micros(int minute) => Rfc3339.EarliestMicros + (minute * MinuteMicros);

    /// <summary>What alerts of a part need to know of the campaign.</summary>
    /// <param name="Silence">Minutes for which it is usual that nothing comes; 0: nobody says so.</param>
    /// <param name="Silences">After lively hours, of a step and more.</param>
    /// <param name="End">The minute, since 2000, in which the campaign is over; the greatest while it is not.</param>
    private readonly record struct Whole(
        MinuteFigures Minutes,
        int Silence,
        List<AlertSpan> Suspect,
        List<AlertSpan> Silences,
        int End
    );
}

/// <param name="LeftOut">Creators and content items that no detector watches, since there are too many.</param>
public readonly record struct CampaignAlerts(IReadOnlyList<Alert> Alerts, int LeftOut);
