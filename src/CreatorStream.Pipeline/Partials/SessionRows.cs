using System.Runtime.CompilerServices;

namespace CreatorStream.Pipeline.Partials;

/// <summary>Sessions of one entity that begin in one pane, and the engaged time in it.</summary>
public readonly record struct SessionRow(int Entity, int Pane, SessionCounts Counts);

/// <summary>Columns of <see cref="SessionCounts"/>.</summary>
public static class SessionColumns
{
    public const int Sessions = 0;
    public const int Bounces = 1;
    public const int EngagedMillis = 2;

    /// <summary>Add to a column for that of inauthentic actors.</summary>
    public const int Excluded = 3;

    public const int Count = 6;
}

/// <summary>Sessions, bounces and engaged time: all of them, then those of inauthentic actors.</summary>
[InlineArray(SessionColumns.Count)]
public struct SessionCounts : ISums<SessionCounts>
{
    private long first;

    public readonly bool IsZero => !((ReadOnlySpan<long>)this).ContainsAnyExcept(0);

    public static SessionCounts operator +(SessionCounts a, SessionCounts b)
    {
        for (int column = 0; column < SessionColumns.Count; column++)
        {
            a[column] += b[column];
        }
        return a;
    }

    public static SessionCounts operator -(SessionCounts a, SessionCounts b)
    {
        for (int column = 0; column < SessionColumns.Count; column++)
        {
            a[column] -= b[column];
        }
        return a;
    }
}
