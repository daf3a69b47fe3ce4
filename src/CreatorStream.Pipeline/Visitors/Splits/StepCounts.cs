using System.Runtime.CompilerServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>Columns of <see cref="StepCounts"/>: authentic touches of what alerts are about, then all touches and those that are not authentic.</summary>
public static class StepColumns
{
    public const int Impressions = 0;
    public const int Clicks = 1;
    public const int Engagements = 2;
    public const int Mentions = 3;
    public const int All = 4;
    public const int Excluded = 5;
    public const int Count = 6;
}

/// <summary>What touches came to within a step.</summary>
[InlineArray(StepColumns.Count)]
public struct StepCounts : ISums<StepCounts>
{
    private int first;

    public readonly bool IsZero => !((ReadOnlySpan<int>)this).ContainsAnyExcept(0);

    /// <param name="all">More touches of the kind; negative: fewer.</param>
    /// <param name="excluded">The same, of inauthentic actors.</param>
    public void Add(EventType kind, int all, int excluded)
    {
        this[StepColumns.All] += all;
        this[StepColumns.Excluded] += excluded;
        int column = kind.Class() switch
        {
            EventClass.Impression => StepColumns.Impressions,
            EventClass.Click => StepColumns.Clicks,
            EventClass.Engagement => StepColumns.Engagements,
            _ => kind == EventType.Mention ? StepColumns.Mentions : -1,
        };
        if (column >= 0)
        {
            this[column] += all - excluded;
        }
    }

    public static StepCounts operator +(StepCounts a, StepCounts b) => Sum(a, b, 1);

    public static StepCounts operator -(StepCounts a, StepCounts b) => Sum(a, b, -1);

    private static StepCounts Sum(StepCounts a, in StepCounts b, int sign)
    {
        for (int column = 0; column < StepColumns.Count; column++)
        {
            a[column] += sign * b[column];
        }
        return a;
    }
}
