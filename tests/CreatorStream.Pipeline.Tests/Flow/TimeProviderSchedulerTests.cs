using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Tests.Flow;

public sealed class TimeProviderSchedulerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SteppedTime time = new();
    private readonly List<string> ran = [];
    private readonly TimeProviderScheduler scheduler;

    public TimeProviderSchedulerTests() => scheduler = new TimeProviderScheduler(time);

    [Fact]
    public void What_is_scheduled_runs_when_it_is_due_and_somebody_asks_in_the_order_of_its_time()
    {
        scheduler.Schedule(2 * Second, () => ran.Add("second"));
        scheduler.Schedule(Second, () => ran.Add("first"));
        scheduler.Schedule(2 * Second, () => ran.Add("behind it"));
        Assert.Equal(Second, scheduler.Rest);
        scheduler.RunDue();
        Assert.Empty(ran);
        time.Advance(Second);
        Assert.Empty(ran);
        Assert.Equal(TimeSpan.Zero, scheduler.Rest);
        scheduler.RunDue();
        Assert.Equal(["first"], ran);
        time.Advance(5 * Second);
        scheduler.RunDue();
        Assert.Equal(["first", "second", "behind it"], ran);
        Assert.Null(scheduler.Rest);
    }

    [Fact]
    public void What_is_scheduled_by_what_runs_has_its_turn_the_next_time()
    {
        scheduler.Schedule(() =>
        {
            ran.Add("one");
            scheduler.Schedule(() => ran.Add("other"));
        });
        scheduler.RunDue();
        Assert.Equal(["one"], ran);
        Assert.Equal(TimeSpan.Zero, scheduler.Rest);
        scheduler.RunDue();
        Assert.Equal(["one", "other"], ran);
    }

    [Fact]
    public void What_is_called_off_does_not_run_and_nobody_waits_for_it()
    {
        IDisposable early = scheduler.Schedule(Second, () => ran.Add("early"));
        scheduler.Schedule(2 * Second, () => ran.Add("late"));
        early.Dispose();
        Assert.Equal(2 * Second, scheduler.Rest);
        IDisposable? other = null;
        scheduler.Schedule(Second, () => other!.Dispose());
        other = scheduler.Schedule(Second, () => ran.Add("other"));
        time.Advance(Second);
        scheduler.RunDue();
        Assert.Empty(ran);
    }

    [Fact]
    public void Operators_of_Rx_go_by_it()
    {
        using var source = new Subject<string>();
        using IDisposable subscription = source.Throttle(Second, scheduler).Subscribe(ran.Add);
        source.OnNext("a");
        time.Advance(Second / 2);
        scheduler.RunDue();
        source.OnNext("b");
        time.Advance(Second);
        Assert.Empty(ran);
        scheduler.RunDue();
        Assert.Equal(["b"], ran);
    }
}
