using System.Globalization;
using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Alerts.Learned;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>What an alert says to people.</summary>
internal static class AlertWords
{
    /// <summary>From this share of suspect touches on, a rise is no good news before somebody has looked.</summary>
    private const double Doubtful = 0.25;

    public static string Severity(string rule, double? suspectShare) =>
        rule switch
        {
            AlertRules.SuspectShare or CpaRule.CpaAbove => "bad",
            AlertRules.EngagementDrop
            or AlertRules.ClickDrop
            or AlertRules.CtrDrop
            or AlertRules.ConversionDrop
            or AlertRules.NoActivity => "warning",
            _ => suspectShare >= Doubtful ? "warning" : "good",
        };

    /// <param name="who">A creator or content item; null: the campaign.</param>
    public static string Title(string rule, string? who) =>
        rule switch
        {
            AlertRules.EngagementSpike => $"Spike: {who ?? "the campaign"}",
            AlertRules.EngagementDrop => With("Engagement fell", who),
            AlertRules.ClickSpike => With("Clicks rose", who),
            AlertRules.ClickDrop => With("Clicks fell", who),
            AlertRules.CtrRise => With("CTR rose", who),
            AlertRules.CtrDrop => With("CTR fell", who),
            AlertRules.ConversionSpike => With("Conversions rose", who),
            AlertRules.ConversionDrop => With("Conversions fell", who),
            AlertRules.MentionSpike => With("Mentions rose", who),
            AlertRules.SuspectShare => With("Suspect activity", who),
            CpaRule.CpaAbove => "CPA above the limit",
            _ => "No activity",
        };

    /// <param name="currency">Of the workspace.</param>
    public static string Text(AlertSpan span, string currency) =>
        (span.Rule, span.High) switch
        {
            (AlertRules.SuspectShare, null) =>
                $"{Percent(span.Value)} of 10 min's events came from actors held to be no people ({Count(span.Events)} events). They are left out of the authentic figures.",
            (AlertRules.SuspectShare, _) =>
                $"{Percent(span.Value)} of 5 min's {Count(span.Events)} events came from actors held to be no people, where {Percent(span.Expected)} was expected{Band(span)}. They are left out of the authentic figures.",
            (CpaRule.CpaAbove, _) when span.Events == 0 =>
                $"{Money(span.Value)} {currency} over 24 h without a conversion; the limit is {Money(span.Expected)} a conversion.",
            (CpaRule.CpaAbove, _) =>
                $"{Money(span.Value)} {currency} a conversion over 24 h with {Count(span.Events)} of them; the limit is {Money(span.Expected)}.",
            (AlertRules.NoActivity, _) =>
                $"Nothing for {Number(span.Value)} min; {Number(span.Expected)} events a minute were usual before.",
            (AlertRules.CtrDrop, null) =>
                $"{Percent(span.Value)} over {Count(span.Events)} impressions of 10 min, less than half of the hour's usual {Percent(span.Expected)}.",
            (AlertRules.CtrDrop or AlertRules.CtrRise, _) =>
                $"{Percent(span.Value)} over {Count(span.Events)} impressions of 5 min, where {Percent(span.Expected)} was expected{Band(span)}.",
            (_, null) =>
                $"{Number(span.Value)} × the hour's usual engagements: {Count(span.Events)} in 5 min where {Number(span.Expected)} were usual.",
            _ =>
                $"{Count(span.Events)} {Counted(span.Rule)} in 5 min, where {Number(span.Expected)} were expected{Band(span)}.",
        };

    public static string Action(string rule, double? suspectShare) =>
        rule switch
        {
            AlertRules.EngagementSpike
            or AlertRules.ClickSpike
            or AlertRules.CtrRise
            or AlertRules.MentionSpike when suspectShare >= Doubtful =>
                "Look at the suspect actors before you pay for it or put budget behind it.",
            AlertRules.EngagementSpike =>
                "Look at the post behind it, answer its comments, and put budget behind it while it lasts.",
            AlertRules.EngagementDrop => "See whether a post was removed or hidden, and ask the creator.",
            AlertRules.ClickSpike =>
                "Make sure that the landing page and the stock hold, and see whether clicks become orders.",
            AlertRules.ClickDrop => "Open the tracked links yourself: one may be broken, or gone from a profile.",
            AlertRules.CtrRise => "See what changed in the post or its call to action, and use it elsewhere.",
            AlertRules.CtrDrop =>
                "Try the link and look at the call to action: people see the content and don't click.",
            AlertRules.ConversionSpike =>
                "Check the stock, and that the orders are real: a promo code may have reached a coupon site.",
            AlertRules.ConversionDrop =>
                "Try the checkout and the codes yourself, check that pixel and shop still report orders, and whether many were refunded: what was refunded in full counts no more.",
            AlertRules.MentionSpike =>
                "Read the newest mentions, and have an answer ready in case they are complaints.",
            AlertRules.SuspectShare =>
                "Look at the reasons and examples before you pay for this activity. Anybody can make some against a creator: it proves nothing by itself.",
            CpaRule.CpaAbove =>
                "See which creators cost much and bring little, and move budget from them while the campaign runs.",
            _ => "Check the pixel, the feeds, and whether the shop can be reached.",
        };

    private static string With(string what, string? who) => who == null ? what : $"{what}: {who}";

    private static string Counted(string rule) =>
        LearnedSpans.MetricOf(rule) switch
        {
            AlertMetric.Clicks => "clicks",
            AlertMetric.Conversions => "conversions",
            AlertMetric.Mentions => "mentions",
            _ => "engagements",
        };

    private static string Band(AlertSpan span)
    {
        bool isRatio = LearnedSpans.MetricOf(span.Rule) is { } metric && PracticalSize.IsRatio(metric);
        return isRatio
            ? $" (usually {Percent(span.Low)} to {Percent(span.High)})"
            : $" (usually {Number(span.Low)} to {Number(span.High)})";
    }

    private static string Count(long events) => events.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double? value) =>
        value is { } v ? v.ToString(v < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture) : "0";

    private static string Money(double? value) => (value ?? 0).ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Percent(double? share) =>
        share is { } s ? (s * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "0 %";
}
