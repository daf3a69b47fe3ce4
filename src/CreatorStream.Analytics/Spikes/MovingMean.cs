namespace CreatorStream.Analytics.Spikes;

/// <summary>An exponentially weighted mean that starts as a plain one, so that its first values don't linger.</summary>
/// <param name="span">How many values it is about, once there are so many.</param>
internal struct MovingMean(int span)
{
    private readonly int span = span;
    private int count;

    public double Value { get; private set; }

    public void Add(double x)
    {
        count = Math.Min(count + 1, span);
        Value += (x - Value) / count;
    }
}
