namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>How much of a counter is held to be bought, and the interval that it lies in: 0 ≤ low ≤ count ≤ high.</summary>
public readonly record struct BoughtCount(long Count, long Low, long High)
{
    /// <summary>Whole numbers of what was computed, none below 0 and none above what there is.</summary>
    internal static BoughtCount Of(double count, double low, double high, long most)
    {
        long Whole(double of) => Math.Clamp((long)Math.Round(of, MidpointRounding.ToEven), 0, most);

        long of = Whole(count);
        return new(of, Math.Min(of, Whole(low)), Math.Max(of, Whole(high)));
    }

    public static BoughtCount operator +(BoughtCount one, BoughtCount other) =>
        new(
            CounterSum.Of([one.Count, other.Count]),
            CounterSum.Of([one.Low, other.Low]),
            CounterSum.Of([one.High, other.High])
        );

    /// <summary>What is left of it when so much went again.</summary>
    public BoughtCount Without(long gone) =>
        new(Math.Max(0, Count - gone), Math.Max(0, Low - gone), Math.Max(0, High - gone));

    /// <summary>No more than there is.</summary>
    public BoughtCount AtMost(long value) => new(Math.Min(Count, value), Math.Min(Low, value), Math.Min(High, value));
}
