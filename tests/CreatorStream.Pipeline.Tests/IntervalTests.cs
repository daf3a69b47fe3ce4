using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Tests;

/// <summary>How sure credit is: intervals of a Poisson bootstrap over orders.</summary>
public sealed class IntervalTests : IDisposable
{
    private const int LastTouch = 1;
    private const int Markov = AttributionModels.Count;
    private readonly StateMemory memory = new();
    private readonly int seed = Random.Shared.Next();

    public void Dispose() => memory.Dispose();

    /// <summary>The sum of Poisson weights times values strays by the root of the sum of their squares.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(3 * OrderSample.Most)]
    public void An_interval_is_as_wide_as_orders_make_it(int orders)
    {
        var random = new Random(seed);
        var world = new World(memory);
        double squares = 0;
        for (int order = 0; order < orders; order++)
        {
            double value = random.Next(1, 100);
            squares += value * value;
            world.Add((ulong)random.NextInt64(), value, "ann");
        }
        CreditIntervals intervals = world.Draw();
        IntervalsOf ann = intervals.By[CreditIntervals.OfCreator("spring", "ann")];
        Assert.Equal(Math.Min(orders, intervals.Orders), intervals.Orders);
        Assert.InRange(intervals.Orders, Math.Min(orders, OrderSample.Most / 4), OrderSample.Most);
        // 200 replicates tell a width within about a tenth.
        Near(2 * 1.96 * Math.Sqrt(orders), Width(ann.Conversions[LastTouch]));
        Near(2 * 1.96 * Math.Sqrt(squares), Width(ann.Revenue[LastTouch]));
        Near(2 * 1.96 * Math.Sqrt(squares), Width(ann.Revenue[Markov]));
        Assert.Equal((1, 1), ann.Ranks[LastTouch]);

        void Near(double expected, double width) =>
            Assert.True(width / expected is > 0.7 and < 1.4, $"seed {seed}: {width}, expected {expected}");
    }

    [Fact]
    public void Intervals_follow_from_the_set_of_orders_whatever_came_first()
    {
        var random = new Random(seed);
        (ulong Key, double Value, string[] Path)[] orders =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(_ =>
                    (
                        (ulong)random.NextInt64(),
                        (double)random.Next(100),
                        (string[])[.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"creator-{random.Next(4)}")]
                    )
                ),
        ];
        string first = Text(orders);
        random.Shuffle(orders);
        Assert.True(first == Text(orders), $"seed {seed}");

        string Text((ulong Key, double Value, string[] Path)[] of)
        {
            var world = new World(memory);
            foreach ((ulong key, double value, string[] path) in of)
            {
                world.Add(key, value, path);
            }
            return string.Join(
                '\n',
                world
                    .Draw()
                    .By.OrderBy(each => each.Key.ToString(), StringComparer.Ordinal)
                    .Select(each =>
                        $"{each.Key}: {string.Join(' ', each.Value.Conversions)} {string.Join(' ', each.Value.Revenue)} {string.Join(' ', each.Value.Ranks)}"
                    )
            );
        }
    }

    [Fact]
    public void Creators_who_can_not_be_told_apart_share_places()
    {
        var world = new World(memory);
        for (ulong order = 0; order < 600; order++)
        {
            world.Add(
                order * 7_919,
                10,
                order % 6 < 4 ? "far ahead"
                    : order % 6 == 4 ? "one"
                    : "another"
            );
        }
        IReadOnlyDictionary<Credit, IntervalsOf> by = world.Draw().By;
        Assert.Equal((1, 1), RanksOf("far ahead"));
        Assert.Equal((2, 3), RanksOf("one"));
        Assert.Equal((2, 3), RanksOf("another"));

        (int, int) RanksOf(string creator) => by[CreditIntervals.OfCreator("spring", creator)].Ranks[LastTouch];
    }

    [Fact]
    public void Nobody_has_a_place_by_revenue_while_that_of_anybody_waits_for_a_rate()
    {
        var world = new World(memory);
        for (ulong order = 0; order < 200; order++)
        {
            world.Add(order * 7_919, 10, order % 4 == 0 ? "one" : "another");
        }
        Assert.Equal(["(1, 1)", "(1, 1)", "(1, 1)", "(1, 1)"], Places());
        // By last touch it is all a channel's, so creators' revenue is known; by the first, and by fitted models, it is not.
        world.Add(1, null, "one", "#email");
        Assert.Equal(["(0, 0)", "(1, 1)", "(0, 0)", "(1, 1)"], Places());
        world.Add(2, null, "one");
        Assert.Equal(["(0, 0)", "(0, 0)", "(0, 0)", "(0, 0)"], Places());

        string[] Places()
        {
            CreditIntervals drawn = world.Draw();
            (int, int)[] ranks = drawn.By[CreditIntervals.OfCreator("spring", "another")].Ranks;
            return
            [
                $"{ranks[0]}",
                $"{ranks[LastTouch]}",
                $"{ranks[Markov]}",
                $"{drawn.Across.GetValueOrDefault("another")}",
            ];
        }
    }

    [Fact]
    public void Content_and_channels_have_intervals_too()
    {
        var world = new World(memory);
        for (ulong order = 0; order < 100; order++)
        {
            world.Add(order, 10, "ann", "#email");
            world.Add(order + 1_000, 10);
        }
        IReadOnlyDictionary<Credit, IntervalsOf> by = world.Draw().By;
        IntervalsOf post = by[CreditIntervals.OfContent("spring", "ann's post")];
        Assert.True(Width(post.Conversions[0]) > 10);
        // Fitted models know no posts: nothing is claimed of them.
        Assert.Null(post.Revenue[Markov]);
        Assert.True(Width(by[CreditIntervals.OfChannel("")].Conversions[0]) > 10);
        Assert.True(Width(by[CreditIntervals.OfChannel("email")].Revenue[LastTouch]) > 100);
        Assert.Equal(0, Width(by[CreditIntervals.OfChannel("email")].Revenue[0]));
        Assert.True(Width(by[CreditIntervals.OfChannel("email")].Revenue[Markov]) > 10);
    }

    /// <summary>However many amounts of the greatest size come, what a creator has is shared over posts to the unit.</summary>
    [Fact]
    public void The_greatest_amounts_are_shared_over_content()
    {
        var credits = new CreditBook(memory.Open(), _ => { });
        PathTouch[] path =
        [
            .. ((string[])["one", "other"]).Select(post => new PathTouch(
                credits.NumberOf(new Credit("spring", "ann", post, "")),
                0,
                true,
                false
            )),
        ];
        Int128 most = (Int128)Micros.Greatest * Micros.GreatestRate / Micros.PerUnit;
        var outcome = new OrderOutcome(true, EventType.Purchase, 1, 0, most, OrderProof.Proven);
        for (int order = 0; order < 1_000; order++)
        {
            credits.Add(outcome, path, 1, OrderSides.Both);
        }
        var campaign = new CampaignCredit(credits, "spring");
        Int128[] parts = [.. campaign.Share("ann", 1_000 * most, authentic: true).Select(of => of.Amount)];
        Assert.Equal(1_000 * most, parts[0] + parts[1]);
        Assert.Equal(parts[0], parts[1]);
    }

    /// <summary>What a fitted model gives has kinds too, as linear gives them; nothing is lost by rounding.</summary>
    [Fact]
    public void What_fitted_models_give_is_shared_over_kinds()
    {
        var credits = new CreditBook(memory.Open(), _ => { });
        PathTouch[] path = [new(credits.NumberOf(new Credit("spring", "ann", "post", "")), 0, true, false)];
        foreach (EventType kind in (EventType[])[EventType.Purchase, EventType.Purchase, EventType.Signup])
        {
            var outcome = new OrderOutcome(true, kind, 1, 0, 10, OrderProof.Proven);
            credits.Add(outcome, path, 1, OrderSides.Both);
        }
        CreditSums ann = new CampaignCredit(credits, "spring").OfCreator("ann");
        Assert.Equal(
            [(EventType.Purchase, 1_333_333), (EventType.Signup, 666_667)],
            ann.ShareByKind(2_000_000).Select(of => (of.Kind, (int)of.Amount)).Order()
        );
        Assert.Empty(CreditSums.None.ShareByKind(2_000_000));
    }

    [Fact]
    public void Without_orders_there_is_nothing_to_draw() => Assert.Empty(new World(memory).Draw().By);

    private static double Width(Distance? distance) => distance!.Value.Below + distance.Value.Above;

    /// <summary>Orders with their paths.</summary>
    private sealed class World(StateMemory memory)
    {
        private readonly OrderStore orders = new(memory.Open());
        private readonly CreditBook credits = new(memory.Open(), _ => { });
        private readonly PathBook paths = new(42, memory.Open(), _ => { });
        private readonly UnconvertedBook unconverted = new(memory.Open());

        /// <param name="value">null: it waits for an exchange rate.</param>
        /// <param name="path">Creators, and channels with a #.</param>
        public void Add(ulong key, double? value, params string[] path)
        {
            Touch[] met = [.. path.Select((name, at) => TouchOf(name, at))];
            var outcome = new OrderOutcome(
                true,
                EventType.Purchase,
                1,
                paths.KeyOf(OrderPath.Of([.. met], [], null, 100)),
                (Int128?)(value * Micros.PerUnit),
                OrderProof.Proven
            );
            PathTouch[] touches =
            [
                .. met.Select(touch => new PathTouch(credits.NumberOf(touch.Credit), 0, isClickOrVisit: true, false)),
            ];
            orders.Replace(orders.GetOrAdd(key), outcome, touches, outcome, touches, Count);
        }

        private void Count(in OrderOutcome outcome, ReadOnlySpan<PathTouch> path, int sign, OrderSides sides)
        {
            if (outcome.Counts)
            {
                credits.Add(outcome, path, sign, sides);
                paths.Add(outcome, sign, sides);
            }
        }

        public CreditIntervals Draw()
        {
            var input = new FitInput(
                paths,
                unconverted,
                PersonBookTests.None(memory.Open()),
                new OrderSample(orders, credits),
                Nobody
            );
            while (!input.GoOn()) { }
            return PathFit.Of(input).Intervals;
        }

        private static PlacedSubject Nobody(int partition, int subject) => throw new NotSupportedException();

        private static Touch TouchOf(string name, int at) =>
            name[0] == '#'
                ? new Touch(at, EventType.Visit, "", "", "", name[1..])
                : new Touch(at, EventType.Click, "spring", name, $"{name}'s post", "");
    }
}
