using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Bench.Kafka;

/// <summary>A content item in one window: events by type, as peers tell types apart, and the value of conversions in millionths.</summary>
internal struct KpiRow : ISums<KpiRow>
{
    public int Impressions;
    public int Clicks;
    public int Engagements;
    public int Conversions;
    public long ValueMicros;

    public readonly long Events => (long)Impressions + Clicks + Engagements + Conversions;

    public readonly bool IsZero => Events == 0 && ValueMicros == 0;

    public static KpiRow operator +(KpiRow a, KpiRow b) =>
        new()
        {
            Impressions = a.Impressions + b.Impressions,
            Clicks = a.Clicks + b.Clicks,
            Engagements = a.Engagements + b.Engagements,
            Conversions = a.Conversions + b.Conversions,
            ValueMicros = a.ValueMicros + b.ValueMicros,
        };

    public static KpiRow operator -(KpiRow a, KpiRow b) =>
        new()
        {
            Impressions = a.Impressions - b.Impressions,
            Clicks = a.Clicks - b.Clicks,
            Engagements = a.Engagements - b.Engagements,
            Conversions = a.Conversions - b.Conversions,
            ValueMicros = a.ValueMicros - b.ValueMicros,
        };

    public void Add(EventType type, long valueMicros)
    {
        switch (type.Class())
        {
            case EventClass.Impression:
                Impressions++;
                break;
            case EventClass.Click or EventClass.Visit or EventClass.Step or EventClass.Stay:
                Clicks++;
                break;
            case EventClass.Engagement or EventClass.Social:
                Engagements++;
                break;
            default:
                Conversions++;
                ValueMicros += valueMicros == EventBatch.NoValue ? 0 : valueMicros;
                break;
        }
    }
}
