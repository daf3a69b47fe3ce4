using CreatorStream.Analytics.Attribution;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests;

/// <summary>The models that share each order by its own path; check values are those of docs/metrics.md.</summary>
public sealed class AttributionModelTests
{
    private const int Day = 86_400;

    public static TheoryData<IAttributionModel> All =>
        [new FirstTouch(), new LastTouch(), new Linear(), new TimeDecay(), new UShaped(), new WShaped()];

    [Fact]
    public void First_gives_all_to_the_first_touch_of_any_kind() =>
        Assert.Equal([1, 0, 0], Shares(new FirstTouch(), Viewed(9), Clicked(2), Viewed(1)));

    [Fact]
    public void Last_gives_all_to_the_last_click_else_to_the_last_touch()
    {
        Assert.Equal([0, 1, 0], Shares(new LastTouch(), Clicked(9), Clicked(2), Viewed(1)));
        Assert.Equal([0, 0, 1], Shares(new LastTouch(), Viewed(9), Viewed(2), Viewed(1)));
    }

    [Fact]
    public void Linear_gives_the_same_to_each() =>
        Assert.Equal([0.25, 0.25, 0.25, 0.25], Shares(new Linear(), Viewed(9), Clicked(8), Clicked(8), Viewed(0)));

    [Fact]
    public void Time_decay_halves_with_each_week()
    {
        double[] shares = Shares(new TimeDecay(), Clicked(28), Clicked(14), Clicked(7), Clicked(0));
        Assert.Equal([0.0345, 0.1379, 0.2759, 0.5517], shares.Select(share => Math.Round(share, 4)));
    }

    /// <summary>Campaigns may look back 180 days: there, too, 30 days are as much as everywhere.</summary>
    [Theory]
    [InlineData(30, 0)]
    [InlineData(36, 6)]
    [InlineData(37, 7)]
    [InlineData(180, 150)]
    public void Time_decay_goes_by_how_far_touches_lie_apart_however_old_they_are(int first, int last)
    {
        double[] shares = Shares(new TimeDecay(), Clicked(first), Clicked(last));
        Assert.Equal([0.0488, 0.9512], shares.Select(share => Math.Round(share, 4)));
    }

    [Theory]
    [InlineData(new[] { 1.0 }, 1)]
    [InlineData(new[] { 0.5, 0.5 }, 2)]
    [InlineData(new[] { 0.4, 0.2, 0.4 }, 3)]
    [InlineData(new[] { 0.4, 0.1, 0.1, 0.4 }, 4)]
    public void U_shaped_gives_40_20_40(double[] expected, int touches) =>
        Near(expected, Shares(new UShaped(), [.. Enumerable.Range(0, touches).Select(_ => Viewed(1))]));

    [Theory]
    [InlineData(new[] { 0.3, 0.05, 0.3, 0.05, 0.3 }, 2)]
    [InlineData(new[] { 0.6, 0.1 / 3, 0.1 / 3, 0.1 / 3, 0.3 }, 0)]
    [InlineData(new[] { 0.3, 0.1 / 3, 0.1 / 3, 0.1 / 3, 0.6 }, 4)]
    [InlineData(new[] { 1 / 3.0, 1 / 3.0, 1 / 3.0 }, 1)]
    [InlineData(new[] { 2 / 3.0, 1 / 3.0 }, 0)]
    [InlineData(new[] { 1.0 }, 0)]
    // Without a lead as U-shaped.
    [InlineData(new[] { 0.4, 0.1, 0.1, 0.4 }, -1)]
    public void W_shaped_gives_30_to_the_touch_that_made_a_lead(double[] expected, int lead) =>
        Near(
            expected,
            Shares(
                new WShaped(),
                [.. Enumerable.Range(0, expected.Length).Select(at => new PathTouch(at, 0, true, at == lead))]
            )
        );

    [Theory]
    [MemberData(nameof(All))]
    public void Any_path_is_shared_whole_and_within_what_can_be_split(IAttributionModel model) =>
        PropertyChecks.ForAll(
            Gen.Zip(Gen.Choose(1, OrderPath.Most), Gen.Choose(0, int.MaxValue)),
            of =>
            {
                var random = new Random(of.Item2);
                int lead = random.Next(-1, of.Item1);
                long[] weights = Credited.Weights(
                    model,
                    [
                        .. Enumerable
                            .Range(0, of.Item1)
                            .Select(at => new PathTouch(
                                at,
                                random.NextInt64(400 * Day),
                                random.Next(2) == 0,
                                at == lead
                            )),
                    ]
                );
                return weights.Sum() is > 0 and <= 1L << 31 && weights.All(weight => weight >= 0);
            },
            times: 500
        );

    [Fact]
    public void A_touch_holds_what_models_see_of_it()
    {
        var touch = new PathTouch(7, 30 * Day, isClickOrVisit: true, createdLead: false);
        Assert.Equal(
            (7, 30 * Day, true, false),
            (touch.Credit, touch.SecondsBefore, touch.IsClickOrVisit, touch.CreatedLead)
        );
        Assert.Equal((1 << 24) - 1, new PathTouch(0, long.MaxValue, false, true).SecondsBefore);
        Assert.True(new PathTouch(0, 0, false, true).CreatedLead);
    }

    private static PathTouch Clicked(int days) => new(0, days * Day, true, false);

    private static PathTouch Viewed(int days) => new(0, days * Day, false, false);

    private static double[] Shares(IAttributionModel model, params PathTouch[] path)
    {
        long[] weights = Credited.Weights(model, path);
        return [.. weights.Select(weight => (double)weight / weights.Sum())];
    }

    private static void Near(double[] expected, double[] shares) =>
        Assert.Equal(expected.Select(share => Math.Round(share, 12)), shares.Select(share => Math.Round(share, 12)));
}
