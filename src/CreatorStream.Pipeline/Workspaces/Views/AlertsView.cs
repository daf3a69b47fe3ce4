using System.Text.Json;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The alerts of a campaign, open and closed, a row each.</summary>
internal sealed class AlertsView : View<CampaignAlerts>
{
    private static readonly Record<Acknowledgement> Acknowledged = new Record<Acknowledgement>(
        "Acknowledgement",
        "Who has seen the alert and takes care of it."
    )
        .With("by", Values.Text, (in of) => of.By)
        .With("at", Values.Time, (in of) => of.AtMicros);

    private static readonly Record<Mute> Muted = new Record<Mute>(
        "Mute",
        "Who muted alerts of this rule and creator; such are not counted as open, and nobody is told of them."
    )
        .With("by", Values.Text, (in of) => of.By)
        .With("until", Values.Time, (in of) => of.UntilMicros ?? 0, "event time");

    private static readonly Record<AlertComment> Comment = new Record<AlertComment>("AlertComment", "")
        .With("id", Values.Text, (in of) => of.Id)
        .With("by", Values.Text, (in of) => of.By)
        .With("at", Values.Time, (in of) => of.AtMicros)
        .With("text", Values.Text, (in of) => of.Words);

    private static readonly string[] Metrics =
    [
        "engagements",
        "clicks",
        "ctr",
        "conversions",
        "suspectShare",
        "mentions",
        "cpa",
        "activity",
    ];

    private static readonly Record<AlertDriver> Driver = new Record<AlertDriver>(
        "AlertDriver",
        "What explains a change: by creator, content, platform and country, the largest first."
    )
        .With("dimension", Values.Word("creator", "content", "platform", "country"), (in of) => of.Dimension)
        .With("id", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Name)
        .With("share", Values.Number, (in of) => of.Share, "of the change; above 1 where others went the other way");

    private static readonly Record<Alert> Row = new Record<Alert>("Alert", "")
        .With("id", Values.Text, (in of) => of.Id)
        .With("rule", Values.Word([.. AlertRules.All]), (in of) => of.Rule)
        .With("severity", Values.Word("good", "warning", "bad"), (in of) => of.Severity)
        .With("opened", Values.Time, (in of) => of.OpenedMicros)
        .With("updated", Values.Time, (in of) => of.UpdatedMicros)
        .With("closed", Values.TimeOrNull, (in of) => of.ClosedMicros ?? 0)
        .With("worst", Values.Time, (in of) => of.WorstMicros, "when the value that it shows was met")
        .With("title", Values.Text, (in of) => of.Title)
        .With("text", Values.Text, (in of) => of.Text)
        .With("creator", Values.TextOrNull, (in of) => of.Creator)
        .With("content", Values.TextOrNull, (in of) => of.Content)
        .With("value", Values.Number, (in of) => of.Value)
        .With("metric", Values.Word(Metrics), (in of) => MetricOf(of))
        .With("observed", Values.Ratio, (in of) => of.Observed, "of 5 minutes, of 10 for plain rules about ratios")
        .With("expected", Values.Ratio, (in of) => of.Expected)
        .With(
            "low",
            Values.Ratio,
            (in of) => of.Low,
            "about 99 % of values lie from here to high; null: no detector knows"
        )
        .With("high", Values.Ratio, (in of) => of.High)
        .With("suspectShare", Values.Ratio, (in of) => of.SuspectShare, "of all touches of its time")
        .With("drivers", Lists.Of(Driver), (in of) => of.Drivers)
        .With("action", Values.Text, (in of) => of.Action, "what could be done")
        .With("acknowledged", Lists.OrNull(Acknowledged), (in of) => of.Decided.Acknowledged)
        .With("muted", Lists.OrNull(Muted), (in of) => of.Decided.Muted)
        .With("comments", Values.Count, (in of) => of.Decided.Comments)
        .With("lastComments", Lists.Of(Comment), (in of) => of.Decided.LastComments, "the newest, oldest first");

    public AlertsView()
        : base("alerts", ViewScope.Campaign)
    {
        Table("rows", Row, of => of.Alerts, "id", row => JsonSerializer.Serialize(row.Id));
        Field(
            "unwatched",
            Values.Count,
            (in of) => of.LeftOut,
            "creators and content items that no detector watches, since larger ones are as many as can be"
        );
    }

    /// <summary>Alerts are judged over days: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    private static string MetricOf(Alert of) =>
        of.Metric is { } metric ? Metrics[(int)metric]
        : of.Rule == CpaRule.CpaAbove ? "cpa"
        : "activity";

    protected override CampaignAlerts Find(ViewSources sources, string of) =>
        sources.Alerts.Judge(of, sources.CreatorsOf(of).Contains, sources.Names.Ids);
}
