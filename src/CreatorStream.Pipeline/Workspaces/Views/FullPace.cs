namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// When the next full round is due: a second after the one before; later while facts come, where full rounds would take
/// more than their share of the time.
/// </summary>
public sealed class FullPace(TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>However long a round takes.</summary>
    private static readonly TimeSpan MostInterval = TimeSpan.FromSeconds(3);

    /// <summary>While facts come they take at most one part in so many.</summary>
    private const int Share = 20;

    /// <summary>Longer than between two ticks: no more facts come, so those that came last needn't wait.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private TimeSpan interval = Interval;
    private TimeSpan spent;
    private long doneAt;
    private long factsAt;

    public bool IsDue => doneAt == 0 || Rest() == TimeSpan.Zero;

    /// <summary>Until it is due, if no facts come meanwhile.</summary>
    public TimeSpan Rest()
    {
        TimeSpan whenQuiet = Max(Left(doneAt, Interval), Left(factsAt, Quiet));
        TimeSpan whenBusy = Left(doneAt, interval);
        return whenQuiet < whenBusy ? whenQuiet : whenBusy;
    }

    /// <summary>There are facts that no round has shown yet.</summary>
    public void NoteFacts() => factsAt = time.GetTimestamp();

    /// <summary>A round went on; it may take several turns.</summary>
    public void Note(TimeSpan took, bool isDone)
    {
        spent += took;
        if (isDone)
        {
            interval = TimeSpan.FromTicks(Math.Clamp(spent.Ticks * (Share - 1), Interval.Ticks, MostInterval.Ticks));
            spent = TimeSpan.Zero;
            doneAt = time.GetTimestamp();
        }
    }

    private TimeSpan Left(long since, TimeSpan of) => Max(of - time.GetElapsedTime(since), TimeSpan.Zero);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
