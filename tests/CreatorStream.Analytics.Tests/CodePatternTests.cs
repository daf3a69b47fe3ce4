using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Analytics.Tests;

/// <summary>A leak is told only where nothing else explains a burst: a wrongly accused creator is the worst error.</summary>
public sealed class CodePatternTests
{
    private const int First = 20_000;

    /// <summary>The creator published when the code was new, and not since.</summary>
    private static readonly int[] AtFirst = [First];

    /// <summary>Two weeks of orders by viewers, then a burst of strangers.</summary>
    private static List<CodeDay> Leaked =>
        [
            .. Enumerable.Range(0, 14).Select(day => Viewers(First + day, 4)),
            Strangers(First + 14, 40),
            Strangers(First + 15, 30),
        ];

    [Fact]
    public void A_sudden_burst_of_buyers_who_met_nobody_is_a_leak_from_its_first_day_on() =>
        Assert.Equal((CodeUsage.Leaked, First + 14), CodePattern.Of(Leaked, AtFirst));

    [Fact]
    public void What_comes_after_a_leak_doesnt_undo_it()
    {
        List<CodeDay> days = Leaked;
        days.AddRange(Enumerable.Range(16, 60).Select(day => Viewers(First + day, 4)));
        Assert.Equal((CodeUsage.Leaked, First + 14), CodePattern.Of(days, AtFirst));
    }

    [Theory]
    [InlineData(14)] // On the day itself.
    [InlineData(7)] // A week before.
    [InlineData(16)] // Within the burst: times may be entered late.
    public void A_burst_around_a_publication_accuses_nobody(int day) =>
        Assert.NotEqual(CodeUsage.Leaked, CodePattern.Of(Leaked, [First, First + day]).Usage);

    [Fact]
    public void Where_no_publication_is_known_nobody_is_accused() =>
        Assert.NotEqual(CodeUsage.Leaked, CodePattern.Of(Leaked, []).Usage);

    [Fact]
    public void Where_buyers_are_never_known_to_have_met_anybody_nobody_is_accused()
    {
        // A shop that doesn't say who buys.
        List<CodeDay> days =
        [
            .. Enumerable.Range(0, 14).Select(day => Strangers(First + day, 4)),
            Strangers(First + 14, 200),
        ];
        Assert.Equal((CodeUsage.Unclear, (int?)null), CodePattern.Of(days, AtFirst));
    }

    [Fact]
    public void A_burst_of_viewers_is_none()
    {
        List<CodeDay> days =
        [
            .. Enumerable.Range(0, 14).Select(day => Viewers(First + day, 4)),
            new CodeDay(First + 14, 100, MetCreator: 30, MetNobody: 70),
        ];
        Assert.NotEqual(CodeUsage.Leaked, CodePattern.Of(days, AtFirst).Usage);
    }

    [Fact]
    public void A_code_that_is_new_has_no_usual_to_be_held_against()
    {
        List<CodeDay> days =
        [
            .. Enumerable.Range(0, 6).Select(day => Viewers(First + day, 5)),
            Strangers(First + 6, 100),
        ];
        Assert.NotEqual(CodeUsage.Leaked, CodePattern.Of(days, AtFirst).Usage);
    }

    [Fact]
    public void What_is_less_than_five_times_its_usual_is_no_burst()
    {
        // Three of eight buyers a day met nobody: 9 in three days, and 45 are five times as many.
        CodeDay[] usual = [.. Enumerable.Range(0, 14).Select(day => new CodeDay(First + day, 8, 5, 3))];
        Assert.Equal(CodeUsage.Leaked, CodePattern.Of([.. usual, Strangers(First + 14, 45)], AtFirst).Usage);
        Assert.NotEqual(CodeUsage.Leaked, CodePattern.Of([.. usual, Strangers(First + 14, 44)], AtFirst).Usage);
    }

    [Fact]
    public void Of_few_orders_nothing_is_told()
    {
        Assert.Equal(CodeUsage.TooFew, CodePattern.Of([Viewers(First, 19)], AtFirst).Usage);
        Assert.Equal(CodeUsage.Direct, CodePattern.Of([Viewers(First, 20)], AtFirst).Usage);
        Assert.Equal(CodeUsage.TooFew, CodePattern.Of([], AtFirst).Usage);
    }

    [Fact]
    public void Half_of_the_buyers_make_it_direct()
    {
        Assert.Equal(CodeUsage.Direct, CodePattern.Of([new CodeDay(First, 40, 20, 20)], AtFirst).Usage);
        Assert.Equal(CodeUsage.Unclear, CodePattern.Of([new CodeDay(First, 40, 19, 21)], AtFirst).Usage);
    }

    [Fact]
    public void A_code_that_more_and_more_strangers_use_is_passed_on()
    {
        // 3, 5 and 8 orders a day in three weeks.
        int[] perDay = [3, 5, 8];
        CodeDay[] days =
        [
            .. Enumerable.Range(0, 21).Select(day => new CodeDay(First + day, perDay[day / 7], 1, perDay[day / 7] - 1)),
        ];
        Assert.Equal((CodeUsage.Shared, (int?)null), CodePattern.Of(days, AtFirst));
        Assert.Equal(CodeUsage.Unclear, CodePattern.Of(days[..14], AtFirst).Usage);
        perDay[2] = 4;
        CodeDay[] falling =
        [
            .. Enumerable.Range(0, 21).Select(day => new CodeDay(First + day, perDay[day / 7], 1, perDay[day / 7] - 1)),
        ];
        Assert.Equal(CodeUsage.Unclear, CodePattern.Of(falling, AtFirst).Usage);
    }

    [Fact]
    public void Steady_use_by_whomever_is_never_a_leak()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int code = 0; code < 2_000; code++)
        {
            // Up to 60 orders a day, strayed as counts stray, of which a fixed part is by strangers.
            double mean = random.NextDouble() * 60;
            double strangers = random.NextDouble();
            var days = new List<CodeDay>();
            for (int day = 0; day < 90; day++)
            {
                long orders = Enumerable.Range(0, 120).Count(_ => random.NextDouble() < mean / 120);
                long unmet = Enumerable.Range(0, (int)orders).Count(_ => random.NextDouble() < strangers);
                if (orders > 0)
                {
                    days.Add(new CodeDay(First + day, orders, orders - unmet, unmet));
                }
            }
            (CodeUsage usage, int? since) = CodePattern.Of(days, AtFirst);
            Assert.True(
                usage != CodeUsage.Leaked,
                $"seed {seed}: {mean} a day, {strangers} of strangers, since {since}"
            );
        }
    }

    private static CodeDay Viewers(int day, int orders) => new(day, orders, orders, 0);

    private static CodeDay Strangers(int day, int orders) => new(day, orders, 0, orders);
}
