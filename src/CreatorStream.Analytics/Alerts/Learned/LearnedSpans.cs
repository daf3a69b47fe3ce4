namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>What detectors found, as stretches: findings of one series near each other are one alert, that goes on.</summary>
public static class LearnedSpans
{
    /// <summary>Steps without a finding through which an alert stays open.</summary>
    public const int Patience = 2;

    /// <summary>Repeats within so many steps are the same alert, open again.</summary>
    public const int Folded = 3 * Step.PerHour;

    /// <param name="hits">Of one entity, in the order of steps.</param>
    /// <param name="isSilent">By metric, steps in which nothing happened in the whole campaign: not the falls of each series are the news then.</param>
    /// <param name="now">The running step.</param>
    /// <param name="fallsKnownTo">By metric, the step before which it is known whether it fell; null: the running one.</param>
    /// <param name="folded">Repeats within so many steps are one.</param>
    public static List<AlertSpan> Of(
        IEnumerable<SpikeHit> hits,
        Func<AlertMetric, int, bool> isSilent,
        int now,
        Func<AlertMetric, int>? fallsKnownTo = null,
        int folded = Folded
    )
    {
        var spans = new List<AlertSpan>();
        foreach (IGrouping<string, SpikeHit> series in hits.GroupBy(hit => RuleOf(hit.Metric, hit.News)))
        {
            bool isFall = series.First().News < 0;
            // What is not known yet is neither a fall nor the end of one.
            int known = isFall ? Math.Min(now, fallsKnownTo?.Invoke(series.First().Metric) ?? now) : now;
            SpikeHit[] of = isFall
                ? Lasting(series.Where(hit => hit.Step < known && !isSilent(hit.Metric, hit.Step)))
                : [.. series];
            for (int at = 0; at < of.Length; )
            {
                int opened = of[at].Step;
                SpikeHit worst = of[at];
                for (at++; at < of.Length && of[at].Step - of[at - 1].Step <= folded; at++)
                {
                    worst = Distance(of[at]) > Distance(worst) ? of[at] : worst;
                }
                spans.Add(Span(series.Key, opened, of[at - 1].Step, known, worst));
            }
        }
        return spans;
    }

    private static string RuleOf(AlertMetric metric, int news) =>
        metric switch
        {
            AlertMetric.Engagements => news > 0 ? AlertRules.EngagementSpike : AlertRules.EngagementDrop,
            AlertMetric.Clicks => news > 0 ? AlertRules.ClickSpike : AlertRules.ClickDrop,
            AlertMetric.Ctr => news > 0 ? AlertRules.CtrRise : AlertRules.CtrDrop,
            AlertMetric.Conversions => news > 0 ? AlertRules.ConversionSpike : AlertRules.ConversionDrop,
            AlertMetric.SuspectShare => AlertRules.SuspectShare,
            _ => AlertRules.MentionSpike,
        };

    /// <summary>What a rule is about; null: all activity.</summary>
    public static AlertMetric? MetricOf(string rule) =>
        rule switch
        {
            AlertRules.EngagementSpike or AlertRules.EngagementDrop => AlertMetric.Engagements,
            AlertRules.ClickSpike or AlertRules.ClickDrop => AlertMetric.Clicks,
            AlertRules.CtrRise or AlertRules.CtrDrop => AlertMetric.Ctr,
            AlertRules.ConversionSpike or AlertRules.ConversionDrop => AlertMetric.Conversions,
            AlertRules.SuspectShare => AlertMetric.SuspectShare,
            AlertRules.MentionSpike => AlertMetric.Mentions,
            _ => null,
        };

    private static AlertSpan Span(string rule, int opened, int last, int now, SpikeHit worst) =>
        new(
            rule,
            opened * Step.Minutes,
            last * Step.Minutes,
            now - last > Patience ? (last + 1) * Step.Minutes : null,
            // Of next to nothing anything is many times as much.
            PracticalSize.IsRatio(worst.Metric)
                ? worst.Value
                : worst.Value / Math.Max(1, worst.Expected),
            worst.Expected,
            worst.Events,
            worst.Value,
            worst.Low,
            worst.High,
            worst.Step * Step.Minutes
        );

    /// <summary>A single step below what is usual is no news.</summary>
    private static SpikeHit[] Lasting(IEnumerable<SpikeHit> falls)
    {
        SpikeHit[] of = [.. falls];
        return
        [
            .. of.Where(
                (hit, at) =>
                    (at > 0 && of[at - 1].Step == hit.Step - 1)
                    || (at < of.Length - 1 && of[at + 1].Step == hit.Step + 1)
            ),
        ];
    }

    private static double Distance(SpikeHit hit) => Math.Abs(hit.Value - hit.Expected);
}
