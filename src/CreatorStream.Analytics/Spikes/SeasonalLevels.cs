namespace CreatorStream.Analytics.Spikes;

/// <summary>Mean values by place in a round that comes again: half-hours of the day, hours of the week.</summary>
/// <param name="places">How many.</param>
/// <param name="seconds">How long each is.</param>
internal sealed class SeasonalLevels(int places, int seconds)
{
    /// <summary>Values that a mean is about, once there are so many.</summary>
    private const int Span = 40;

    private readonly float[] means = new float[places];
    private readonly byte[] counts = new byte[places];

    /// <summary>Values known at a place.</summary>
    public int Known(int place) => counts[place];

    public double Level(int place) => means[place];

    /// <param name="time">Seconds since 1970.</param>
    public int Place(long time)
    {
        long round = (long)places * seconds;
        return (int)(((time % round) + round) % round / seconds);
    }

    public void Set(SeasonalLevels other)
    {
        other.means.CopyTo(means.AsSpan());
        other.counts.CopyTo(counts.AsSpan());
    }

    public void Add(int place, double x)
    {
        counts[place] = (byte)Math.Min(counts[place] + 1, Span);
        means[place] += (float)((x - means[place]) / counts[place]);
    }
}
