using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>A step of rolling reach: all people, and the inauthentic actors among them.</summary>
public struct ReachCounts : ISums<ReachCounts>
{
    public int All;
    public int Excluded;

    public readonly bool IsZero => All == 0 && Excluded == 0;

    public static ReachCounts operator +(ReachCounts a, ReachCounts b) =>
        new() { All = a.All + b.All, Excluded = a.Excluded + b.Excluded };

    public static ReachCounts operator -(ReachCounts a, ReachCounts b) =>
        new() { All = a.All - b.All, Excluded = a.Excluded - b.Excluded };
}
