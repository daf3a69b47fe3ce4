using System.Reactive.Linq;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Tests.Flow;

public sealed class PulledTests
{
    private readonly Queue<string> log = new(["a", "b", "c", "d"]);
    private readonly List<string> came = [];
    private int counted;

    [Fact]
    public void What_nobody_asked_for_stays_in_the_log()
    {
        using var input = new Pulled<string>(log.TryDequeue);
        using IDisposable subscription = input.Subscribe(came.Add);
        Assert.Empty(came);
        Assert.True(input.Pull(1));
        Assert.Equal(["a"], came);
        Assert.Equal(3, log.Count);
        Assert.False(input.Pull(5));
        Assert.Equal(["a", "b", "c", "d"], came);
    }

    [Fact]
    public void It_ends_when_its_time_is_over()
    {
        using var input = new Pulled<string>(log.TryDequeue);
        using IDisposable subscription = input.Subscribe(came.Add);
        Assert.True(input.Pull(() => came.Count == 2));
        Assert.Equal(["a", "b"], came);
        Assert.True(input.Pull(() => true));
        Assert.False(input.Pull(() => false));
        Assert.Equal(["a", "b", "c", "d"], came);
    }

    [Fact]
    public void Several_come_in_the_order_in_which_they_are_asked()
    {
        using var letters = new Pulled<string>(log.TryDequeue);
        using var numbers = new Pulled<int>(TryCount);
        using IDisposable subscription = letters.Merge(numbers.Select(number => $"{number}")).Subscribe(came.Add);
        numbers.Pull(2);
        letters.Pull(1);
        numbers.Pull(1);
        Assert.Equal(["1", "2", "a", "3"], came);
    }

    private bool TryCount(out int number)
    {
        number = ++counted;
        return true;
    }
}
