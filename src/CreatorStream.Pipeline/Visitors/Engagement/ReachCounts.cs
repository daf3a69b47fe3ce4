namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>A step of rolling reach: all people, and the inauthentic actors among them.</summary>
public struct ReachCounts
{
    public int All;
    public int Excluded;

    public readonly bool IsZero => All == 0 && Excluded == 0;
}
