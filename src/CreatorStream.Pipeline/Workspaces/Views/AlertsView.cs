using System.Text.Json;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The alerts of a campaign, open and closed, a row each.</summary>
internal sealed class AlertsView : View<IReadOnlyList<Alert>>
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

    private static readonly Record<Alert> Row = new Record<Alert>("Alert", "")
        .With("id", Values.Text, (in of) => of.Id)
        .With(
            "rule",
            Values.Word(
                AlertRules.EngagementSpike,
                AlertRules.CtrDrop,
                AlertRules.NoActivity,
                AlertRules.SuspectShare,
                CpaRule.CpaAbove
            ),
            (in of) => of.Rule
        )
        .With("severity", Values.Word("good", "warning", "bad"), (in of) => of.Severity)
        .With("opened", Values.Time, (in of) => of.OpenedMicros)
        .With("updated", Values.Time, (in of) => of.UpdatedMicros)
        .With("closed", Values.TimeOrNull, (in of) => of.ClosedMicros ?? 0)
        .With("title", Values.Text, (in of) => of.Title)
        .With("text", Values.Text, (in of) => of.Text)
        .With("creator", Values.TextOrNull, (in of) => of.Creator)
        .With("value", Values.Number, (in of) => of.Value)
        .With("expected", Values.Ratio, (in of) => of.Expected)
        .With("acknowledged", Lists.OrNull(Acknowledged), (in of) => of.Decided.Acknowledged)
        .With("muted", Lists.OrNull(Muted), (in of) => of.Decided.Muted)
        .With("comments", Values.Count, (in of) => of.Decided.Comments)
        .With("lastComments", Lists.Of(Comment), (in of) => of.Decided.LastComments, "the newest, oldest first");

    public AlertsView()
        : base("alerts", ViewScope.Campaign) =>
        Table("rows", Row, of => of, "id", row => JsonSerializer.Serialize(row.Id));

    /// <summary>Alerts are judged by the minute, over two days of them: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    protected override IReadOnlyList<Alert> Find(ViewSources sources, string of) =>
        sources.Alerts.Judge(of, sources.CreatorsOf(of).Contains);
}
