using System.Globalization;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>An alert as it is shown. Times are microseconds since 1970.</summary>
public sealed record Alert(
    string Id,
    string Rule,
    string Severity,
    long OpenedMicros,
    long UpdatedMicros,
    long? ClosedMicros,
    string Title,
    string Text,
    string? Creator,
    double Value,
    double? Expected
)
{
    /// <summary>What people decided about it.</summary>
    public AlertState Decided { get; init; } = AlertState.Undecided;
}

/// <summary>
/// Alerts of a campaign and its creators that held within the last 24 hours of event time. Judged over twice as long,
/// so that the opening, which names an alert, stays where it was.
/// </summary>
public sealed class AlertBook(WorkspaceState workspace)
{
    private const int Minutes = (2 * AlertChoice.ToldMinutes) + AlertRules.History;
    private const long MinuteMicros = 60_000_000;

    /// <summary>How many were open, and not muted, when the campaign was judged last.</summary>
    private readonly Dictionary<string, int> open = [];
    private readonly long[] ofPane = new long[KindColumns.Count];

    public int OpenOf(string campaign) => open.GetValueOrDefault(campaign);

    /// <param name="isShown">Whether a creator is: a name that somebody made up has no alerts of its own.</param>
    public IReadOnlyList<Alert> Judge(string campaign, Predicate<string> isShown)
    {
        IReadOnlyList<Alert> alerts = workspace.AlertDecisions.Decide(
            campaign,
            Of(campaign, isShown),
            workspace.Figures.GreatestMicros
        );
        open[campaign] = alerts.Count(alert => alert.ClosedMicros == null && alert.Decided.Muted == null);
        return alerts;
    }

    private List<Alert> Of(string campaign, Predicate<string> isShown)
    {
        var alerts = new List<Alert>();
        if (workspace.Figures.Find(new Entity(workspace.Name, campaign, EntityLevel.Campaign, "")) is not { } whole)
        {
            return alerts;
        }
        MinuteFigures figures = Read(whole);
        var creatorSpikes = new List<AlertSpan>();
        foreach ((Entity entity, EntityFigures of) in workspace.Figures.EntitiesOf(campaign))
        {
            if (entity.Level == EntityLevel.Creator && isShown(entity.Name))
            {
                List<AlertSpan> spikes = AlertRules.Spikes(Read(of));
                creatorSpikes.AddRange(spikes);
                alerts.AddRange(Told(spikes).Select(span => Spike(span, entity.Name)));
            }
        }
        alerts.AddRange(
            Told(AlertChoice.WithoutCreators(AlertRules.Spikes(figures), creatorSpikes)).Select(of => Spike(of, null))
        );
        alerts.AddRange(Told(AlertRules.CtrDrops(figures)).Select(CtrDrop));
        CampaignEntry? entry = workspace.Catalog.Campaigns.GetValueOrDefault(campaign);
        int silentMinutes = entry?.SilentMinutes ?? AlertRules.SilentMinutes;
        alerts.AddRange(Told(AlertRules.Silences(figures, silentMinutes)).Select(Silence));
        if (entry?.CpaLimitMicros is { } limitMicros)
        {
            alerts.AddRange(Told(CpaSpans(campaign, whole, limitMicros)).Select(CpaAbove));
        }
        alerts.AddRange(Told(AlertRules.SuspectShares(figures)).Select(SuspectShare));
        alerts.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return alerts;
    }

    private IEnumerable<AlertSpan> Told(IEnumerable<AlertSpan> spans) =>
        spans.Where(span => AlertChoice.IsTold(span, workspace.Figures.GreatestPane / Pane.PerMinute));

    private List<AlertSpan> CpaSpans(string campaign, EntityFigures figures, long limitMicros) =>
        CpaRule.Spans(
            workspace.Figures.GreatestPane / Pane.PerMinute,
            limitMicros,
            minute =>
            {
                int end = minute * Pane.PerMinute;
                int start = end - (CpaRule.WindowMinutes * Pane.PerMinute);
                long conversions = figures.Orders.Sum(OrderColumns.Authentic + OrderColumns.Conversions, start, end);
                return workspace.CostOf(campaign, null, start, end) is { } cost ? (cost, conversions) : null;
            }
        );

    private MinuteFigures Read(EntityFigures figures)
    {
        int last = workspace.Figures.GreatestPane / Pane.PerMinute;
        int first = last - Minutes + 1;
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

    private Alert Spike(AlertSpan span, string? creator)
    {
        string who = creator == null ? "the campaign" : NameOf(creator);
        return Make(
            span,
            "good",
            $"Spike: {who}",
            $"{Number(span.Value)} × the hour's usual engagements: {span.Events} in 5 min where {Number(span.Expected)} were usual.",
            creator
        );
    }

    private static Alert CtrDrop(AlertSpan span) =>
        Make(
            span,
            "warning",
            "CTR fell",
            $"{Percent(span.Value)} over {span.Events} impressions of 10 min, less than half of the hour's usual {Percent(span.Expected)}.",
            null
        );

    private static Alert Silence(AlertSpan span) =>
        Make(
            span,
            "warning",
            "No activity",
            $"Nothing for {Number(span.Value)} min; {Number(span.Expected)} events a minute were usual before. Check the pixel and the feeds.",
            null
        );

    private static Alert SuspectShare(AlertSpan span) =>
        Make(
            span,
            "bad",
            "Suspect activity",
            $"{Percent(span.Value)} of 10 min's events came from actors held to be no people ({span.Events} events). They are left out of the authentic figures.",
            null
        );

    private Alert CpaAbove(AlertSpan span) =>
        Make(
            span,
            "bad",
            "CPA above the limit",
            $"{Number(span.Value)} {workspace.Currency} a conversion over 24 h with {span.Events} of them; the limit is {Number(span.Expected)}.",
            null
        );

    private static Alert Make(AlertSpan span, string severity, string title, string text, string? creator)
    {
        long opened = Micros(span.Opened);
        return new Alert(
            $"{Rfc3339.Format(opened)}/{span.Rule}/{creator}",
            span.Rule,
            severity,
            opened,
            Micros(span.Updated),
            span.Closed is { } closed ? Micros(closed) : null,
            title,
            text,
            creator,
            span.Value,
            span.Expected
        );
    }

    private string NameOf(string creator) => workspace.Catalog.Creators.GetValueOrDefault(creator)?.Name ?? creator;

    private static long Micros(int minute) => Rfc3339.EarliestMicros + (minute * MinuteMicros);

    private static string Number(double? value) =>
        value is { } v ? v.ToString(v < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "0";

    private static string Percent(double? share) =>
        share is { } s ? (s * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "0 %";
}
