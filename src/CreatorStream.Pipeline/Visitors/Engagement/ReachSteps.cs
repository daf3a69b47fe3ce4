using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>The steps of rolling reach in one pane, by window: a touch begins a run in most of them at once.</summary>
public struct ReachSteps : ISums<ReachSteps>
{
    private Windows steps;

    /// <summary>A bit for each window whose steps are to be published.</summary>
    private byte changed;

    public readonly int this[int window] => steps[window];

    /// <summary>Whether inauthentic actors have steps in this pane, which are kept elsewhere.</summary>
    public bool HasExcluded { get; set; }

    public readonly bool IsZero => !HasExcluded && !((ReadOnlySpan<int>)steps).ContainsAnyExcept(0);

    public readonly bool IsChanged(int window) => ((changed >> window) & 1) != 0;

    public void Add(int window, int count)
    {
        steps[window] += count;
        changed |= (byte)(1 << window);
    }

    /// <summary>All windows that have any steps are to be published.</summary>
    public void ChangeAll()
    {
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            changed |= (byte)(steps[window] != 0 ? 1 << window : 0);
        }
    }

    /// <summary>What others are to be published of is to be published of these too.</summary>
    public void ChangeLike(in ReachSteps others) => changed |= others.changed;

    public void ClearChanged() => changed = 0;

    public static ReachSteps operator +(ReachSteps a, ReachSteps b) => Sum(a, b, 1);

    public static ReachSteps operator -(ReachSteps a, ReachSteps b) => Sum(a, b, -1);

    private static ReachSteps Sum(ReachSteps a, in ReachSteps b, int sign)
    {
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            if (b[window] != 0)
            {
                a.Add(window, sign * b[window]);
            }
        }
        return a;
    }

    [InlineArray(RollingReach.WindowCount)]
    private struct Windows
    {
        private int first;
    }
}
