using CreatorStream.Analytics.Attribution.Counted;

namespace CreatorStream.Analytics.Tests.Counted;

/// <summary>The models that share each path by itself.</summary>
public sealed class SharingTests
{
    // 0 > 1 > 2 > 1, ten conversions worth 100; 2 > 0, one worth 4.
    private static readonly CountedPath[] Paths =
    [
        PathMaking.Path([0, 1, 2, 1], 10, 100, 5),
        PathMaking.Path([2, 0], 1, 4),
    ];

    [Fact]
    public void First_touch_gives_all_to_the_first() => Gives(FirstTouch.Credit(Paths, 3), [10, 0, 1], [100, 0, 4]);

    [Fact]
    public void Last_touch_gives_all_to_the_last() => Gives(LastTouch.Credit(Paths, 3), [1, 10, 0], [4, 100, 0]);

    [Fact]
    public void Linear_gives_the_same_to_each_position() => Gives(Linear.Credit(Paths, 3), [3, 5, 3], [27, 50, 27]);

    [Fact]
    public void U_shaped_gives_the_ends_two_fifths_each() =>
        Gives(UShaped.Credit(Paths, 3), [4.5, 5, 1.5], [42, 50, 12]);

    [Fact]
    public void U_shaped_gives_who_is_alone_all() =>
        Gives(UShaped.Credit([PathMaking.Path([1], 3)], 2), [0, 3], [0, 0]);

    [Fact]
    public void Shapley_gives_the_same_to_each_step_however_often_it_was_met() =>
        Gives(
            Shapley.Credit(Paths, 3),
            [(10.0 / 3) + 0.5, 10.0 / 3, (10.0 / 3) + 0.5],
            [(100.0 / 3) + 2, 100.0 / 3, (100.0 / 3) + 2]
        );

    private static void Gives(StepCredit credit, double[] conversions, double[] value)
    {
        Assert.Equal(conversions, credit.Conversions, (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(value, credit.Value, (one, other) => Math.Abs(one - other) < 1e-12);
    }
}
