namespace CreatorStream.Pipeline.Partials;

/// <summary>How many people, and how many of them are inauthentic actors.</summary>
public struct PeopleCounts : ISums<PeopleCounts>
{
    public int All;
    public int Excluded;

    public readonly bool IsZero => All == 0 && Excluded == 0;

    public static PeopleCounts operator +(PeopleCounts a, PeopleCounts b) =>
        new() { All = a.All + b.All, Excluded = a.Excluded + b.Excluded };

    public static PeopleCounts operator -(PeopleCounts a, PeopleCounts b) =>
        new() { All = a.All - b.All, Excluded = a.Excluded - b.Excluded };
}
