using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>Touches in order of time and kind, however they are kept: of a visitor, or of all who are one person.</summary>
public interface IJourney
{
    int Length { get; }

    JourneyTouch this[int index] { get; }

    /// <returns>The first touch whose key is not below one, or the length.</returns>
    int LowerBound(ulong key);
}

/// <summary>A journey that lies in one piece.</summary>
public readonly ref struct WholeJourney(ReadOnlySpan<JourneyTouch> touches) : IJourney
{
    private readonly ReadOnlySpan<JourneyTouch> touches = touches;

    public int Length => touches.Length;

    public JourneyTouch this[int index] => touches[index];

    public int LowerBound(ulong key) => ~touches.BinarySearch(new JustBefore(key));

    private readonly struct JustBefore(ulong key) : IComparable<JourneyTouch>
    {
        public int CompareTo(JourneyTouch touch) => touch.Key < key ? 1 : -1;
    }
}
