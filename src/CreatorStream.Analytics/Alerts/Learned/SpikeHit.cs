namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>A step in which a metric was as it hardly ever is by chance.</summary>
/// <param name="News">1: above what was expected; −1: below.</param>
/// <param name="Expected">In the unit of the metric, as <paramref name="Low"/> and <paramref name="High"/>: all but about 1 value in 100 lie between.</param>
/// <param name="Events">How many events the value rests on: those below the line of a ratio.</param>
public readonly record struct SpikeHit(
    AlertMetric Metric,
    int News,
    int Step,
    double Value,
    double Expected,
    double Low,
    double High,
    long Events
);
