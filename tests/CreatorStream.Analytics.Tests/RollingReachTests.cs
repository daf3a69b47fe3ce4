using CreatorStream.Analytics.Reach;

namespace CreatorStream.Analytics.Tests;

/// <summary>Steps against sets: people in a window, counted by looking.</summary>
public sealed class RollingReachTests
{
    [Fact]
    public void Steps_add_up_to_the_distinct_people_of_every_window_in_whatever_order_touches_come()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        (int Person, int Pane)[] touches =
        [
            .. Enumerable.Range(0, 600).Select(_ => (random.Next(0, 25), random.Next(0, 20_000))),
        ];
        var steps = new Steps();
        var seen = new Dictionary<int, SortedSet<int>>();
        foreach ((int person, int pane) in touches.OrderBy(_ => random.Next()))
        {
            if (!seen.TryGetValue(person, out SortedSet<int>? panes))
            {
                seen[person] = panes = [];
            }
            int previous = panes.GetViewBetween(0, pane) is { Count: > 0 } before ? before.Max : RollingReach.None;
            int next = panes.GetViewBetween(pane, int.MaxValue) is { Count: > 0 } after ? after.Min : RollingReach.None;
            RollingReach.Insert(previous, pane, next, ref steps);
            panes.Add(pane);
        }
        for (int window = 0; window < RollingReach.WindowCount; window++)
        {
            long length = RollingReach.Windows[window];
            for (int i = 0; i < 200; i++)
            {
                int end = random.Next(0, 21_000);
                int expected = touches
                    .Where(touch => touch.Pane <= end && touch.Pane > end - length)
                    .Select(touch => touch.Person)
                    .Distinct()
                    .Count();
                Assert.True(expected == steps.Upto(window, end), $"seed {seed}, window {window}, end {end}");
            }
        }
    }

    [Fact]
    public void Steps_of_finite_windows_add_up_to_nothing()
    {
        var steps = new Steps();
        RollingReach.Insert(RollingReach.None, 10, RollingReach.None, ref steps);
        RollingReach.Insert(10, 50, RollingReach.None, ref steps);
        RollingReach.Insert(10, 20, 50, ref steps);
        for (int window = 0; window < RollingReach.AllTime; window++)
        {
            Assert.Equal(0, steps.Upto(window, int.MaxValue));
        }
        Assert.Equal(1, steps.Upto(RollingReach.AllTime, int.MaxValue));
    }

    private sealed class Steps : IReachSteps
    {
        private readonly List<(int Window, int Pane, int Delta)> all = [];

        public void Begin(int windows, int pane) =>
            all.AddRange(
                Enumerable
                    .Range(0, RollingReach.WindowCount)
                    .Where(window => (windows >> window & 1) != 0)
                    .Select(window => (window, pane, 1))
            );

        public void Add(int window, int pane, int delta) => all.Add((window, pane, delta));

        public int Upto(int window, int pane) =>
            all.Where(step => step.Window == window && step.Pane <= pane).Sum(step => step.Delta);
    }
}
