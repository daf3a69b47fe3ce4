using CreatorStream.Analytics.Panes;

namespace CreatorStream.Analytics.Reach;

/// <summary>Takes the changes of the windows' steps: so many people more (or fewer) from a pane on.</summary>
public interface IReachSteps
{
    /// <summary>One more in several windows at once, which is where most of a touch's steps are.</summary>
    /// <param name="windows">A bit each: 1 &lt;&lt; window.</param>
    void Begin(int windows, int pane);

    void Add(int window, int pane, int delta);
}

/// <summary>
/// Exact distinct people in a sliding window, without keeping sets. A person met in pane x is inside a window of w
/// panes that ends with pane e while x ≤ e &lt; x + w: a run. Runs of one person that touch are one run. With +1 where a
/// run begins and −1 where it ends, the people in the window that ends with e are the sum of all steps at or before e.
/// Steps are integers that add up over partitions (a person lives in one), over late events and over merged panes.
/// The last window is endless: its sum is reach since the beginning.
/// </summary>
public static class RollingReach
{
    /// <summary>Lengths in panes: 15 min, 1 h, 24 h, and all time.</summary>
    public static ReadOnlySpan<int> Windows => [90, Pane.PerHour, Pane.PerDay, int.MaxValue];

    public const int WindowCount = 4;

    /// <summary>The index in <see cref="Windows"/> of all time.</summary>
    public const int AllTime = 3;

    /// <summary>No touch of the person before, or after.</summary>
    public const int None = -1;

    /// <summary>
    /// A person was met in <paramref name="pane"/>; <paramref name="previous"/> and <paramref name="next"/> are the
    /// nearest panes at or before, and at or after it in which this person was met already.
    /// </summary>
    public static void Insert<TSteps>(int previous, int pane, int next, ref TSteps steps)
        where TSteps : IReachSteps
    {
        if (previous == pane || next == pane)
        {
            return;
        }
        ReadOnlySpan<int> windows = Windows;
        int begins = previous == None ? 1 << AllTime : 0;
        for (int window = 0; window < AllTime; window++)
        {
            int length = windows[window];
            int end = End(pane, length, next);
            // Where a run of before reaches this pane, it only lasts longer.
            int begin = Math.Max(pane, previous == None ? None : End(previous, length, next));
            if (begin < end)
            {
                if (begin == pane)
                {
                    begins |= 1 << window;
                }
                else
                {
                    steps.Add(window, begin, 1);
                }
                steps.Add(window, end, -1);
            }
        }
        if (begins != 0)
        {
            steps.Begin(begins, pane);
        }
        if (previous == None && next != None)
        {
            steps.Add(AllTime, next, -1);
        }
    }

    private static int End(int pane, int length, int next) =>
        next == None ? pane + length : Math.Min(pane + length, next);
}
