using CreatorStream.Analytics.Attribution.Counted;

namespace CreatorStream.Analytics.Tests.Counted;

public sealed class CounterfactualShapleyTests
{
    [Fact]
    public void A_step_gets_what_the_rate_is_higher_with_it()
    {
        CountedPath[] paths =
        [
            PathMaking.Path([0, 1], 5, 0, 5),
            PathMaking.Path([0], 1, 0, 9),
            PathMaking.Path([1], 3, 0, 7),
        ];
        // 0.5 − 0.3 for step 0, 0.5 − 0.1 for step 1.
        Weighs([(0, 1.0 / 3), (1, 2.0 / 3)], paths, PathTransform.Exposure);
    }

    [Fact]
    public void Who_harms_gets_nothing_and_where_all_do_the_last_gets_all()
    {
        CountedPath[] harmless = [PathMaking.Path([0, 1], 5, 0, 5), PathMaking.Path([1], 9, 0, 1)];
        Weighs([(0, 0), (1, 1)], harmless, PathTransform.Exposure);
        CountedPath[] harmful = [PathMaking.Path([0, 1], 1, 0, 9), PathMaking.Path([0], 5), PathMaking.Path([1], 5)];
        Weighs([(0, 0), (1, 1)], harmful, PathTransform.Exposure);
    }

    [Fact]
    public void A_path_that_led_nowhere_is_shared_by_nobody() =>
        Weighs([], [PathMaking.Path([0, 1], 0, 0, 3)], PathTransform.Unique);

    // D A B B C D C C, as 3 0 1 1 2 3 2 2; without an element: another path that is worth half.
    [Theory]
    [InlineData(PathTransform.Unique, new[] { 3, 0, 1, 1, 2, 3, 2, 2 })]
    [InlineData(PathTransform.Exposure, new[] { 3, 0, 1, 2, 3, 2 })]
    [InlineData(PathTransform.First, new[] { 3, 0, 1, 2 })]
    [InlineData(PathTransform.Frequency, new[] { 3, 0, 1, 2 })]
    public void A_transform_says_what_the_elements_are(PathTransform transform, int[] elements)
    {
        CountedPath[] paths = [PathMaking.Path([3, 0, 1, 1, 2, 3, 2, 2], 1)];
        StepWeight[] weights = new CounterfactualShapley(paths, transform).Weights(paths)[0];
        Assert.Equal(elements, weights.Select(weight => weight.Step));
        Assert.All(weights, weight => Assert.Equal(1.0 / elements.Length, weight.Weight, 12));
    }

    [Theory]
    [InlineData(PathTransform.Unique, new[] { 1, 1, 0 }, false)]
    [InlineData(PathTransform.Exposure, new[] { 1, 1, 0 }, true)]
    [InlineData(PathTransform.Exposure, new[] { 1, 0, 1 }, false)]
    [InlineData(PathTransform.First, new[] { 1, 0, 1 }, true)]
    [InlineData(PathTransform.Frequency, new[] { 1, 0, 1 }, false)]
    [InlineData(PathTransform.Frequency, new[] { 0, 1 }, false)]
    public void Paths_that_a_transform_makes_one_are_counted_together(PathTransform transform, int[] other, bool isOne)
    {
        // Alone the other path is sure, and so neither adds to it.
        CountedPath[] paths = [PathMaking.Path([1, 0], 0, 0, 1), PathMaking.Path(other, 1)];
        Assert.Equal(isOne, new CounterfactualShapley(paths, transform).Weights(paths)[0].Length > 0);
    }

    [Fact]
    public void By_frequency_a_step_is_taken_away_with_all_its_visits()
    {
        CountedPath[] paths =
        [
            PathMaking.Path([0, 1, 0], 4, 0, 4),
            // Not what is left of it, which is 0(2): a rate of 1 that counts for nothing.
            PathMaking.Path([0], 1),
            PathMaking.Path([0, 0], 1, 0, 3),
        ];
        // 0.5 for step 0, as nobody went only 1; 0.25 for step 1.
        Weighs([(0, 2.0 / 3), (1, 1.0 / 3)], paths, PathTransform.Frequency);
    }

    private static void Weighs((int Step, double Weight)[] expected, CountedPath[] paths, PathTransform transform)
    {
        StepWeight[] weights = new CounterfactualShapley(paths, transform).Weights(paths)[0];
        Assert.Equal(expected.Select(of => of.Step), weights.Select(of => of.Step));
        Assert.Equal(
            expected.Select(of => of.Weight),
            weights.Select(of => of.Weight),
            (one, other) => Math.Abs(one - other) < 1e-12
        );
    }
}
