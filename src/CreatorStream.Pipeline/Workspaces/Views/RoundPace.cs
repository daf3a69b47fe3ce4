using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>How often views are published: quick rounds of what somebody looks at, full rounds of everything.</summary>
internal static class RoundPace
{
    /// <summary>Between two quick rounds at least.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Between two full rounds at least, and between quick ones at most.</summary>
    public static readonly TimeSpan FullInterval = TimeSpan.FromSeconds(1);

    /// <summary>However long a full round takes.</summary>
    private static readonly TimeSpan MostFullInterval = TimeSpan.FromSeconds(3);

    /// <summary>Quick rounds take at most one part in so many of the loop's time: large ones come less often.</summary>
    private const int Share = 5;

    /// <summary>Full ones while facts come.</summary>
    private const int FullShare = 20;

    /// <summary>Longer than between two ticks: no more facts come, so those that came last needn't wait.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    public static TimeSpan Quick(Since since) => RestOf(since.Spent, Share, Interval, FullInterval) - since.Done;

    public static TimeSpan Full(Since since)
    {
        TimeSpan whenQuiet = Max(FullInterval - since.Done, Quiet - since.Change);
        TimeSpan whenBusy = RestOf(since.Spent, FullShare, FullInterval, MostFullInterval) - since.Done;
        return whenQuiet < whenBusy ? whenQuiet : whenBusy;
    }

    private static TimeSpan RestOf(TimeSpan spent, int share, TimeSpan least, TimeSpan most) =>
        TimeSpan.FromTicks(Math.Clamp(spent.Ticks * (share - 1), least.Ticks, most.Ticks));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
