using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Models fitted to the paths of a workspace.</summary>
public sealed class PathFitTests : IDisposable
{
    private static readonly Subject[] Posts =
    [
        new("default", "google", "spring", "google", "", ""),
        new("default", "mailing", "spring", "mailing", "", ""),
        new("default", "nobody", "", "", "", ""),
    ];

    private readonly StateMemory memory = new();
    private readonly PathBook book;
    private readonly UnconvertedBook unconverted;
    private readonly OrderStore orders;
    private readonly CreditBook credits;

    public PathFitTests()
    {
        book = new PathBook(42, memory.Open(), _ => { });
        unconverted = new UnconvertedBook(memory.Open());
        orders = new OrderStore(memory.Open());
        credits = new CreditBook(memory.Open(), _ => { });
    }

    public void Dispose() => memory.Dispose();

    /// <summary>The check values of docs/metrics.md.</summary>
    [Fact]
    public void A_chain_of_two_creators_has_the_known_removal_effects()
    {
        Order(10, 0);
        Order(10, 0);
        Order(10, 1);
        Order(10, 0, 1);
        Unconverted(1, level: 0, isInauthentic: false, 0);
        PathFit fit = Fit();
        (StepFit google, StepFit mailing) = (Of(fit.All, 0), Of(fit.All, 1));
        Assert.Equal(0.75, google.RemovalEffect!.Value, 12);
        Assert.Equal(0.5, mailing.RemovalEffect!.Value, 12);
        Assert.Equal((2_400_000, 1_600_000), (google.Markov.ConversionMicros, mailing.Markov.ConversionMicros));
        Assert.Equal((2_500_000, 1_500_000), (google.Shapley.ConversionMicros, mailing.Shapley.ConversionMicros));
        Assert.Equal((4, 1, 1), (fit.All.Orders, fit.All.Unconverted, fit.All.Sampled));
    }

    /// <summary>Each of a sample stands for as many as it is one of; who is left out counts raw only.</summary>
    [Fact]
    public void Those_who_bought_nothing_count_by_their_weight()
    {
        Order(10, 0);
        Unconverted(1, level: 3, isInauthentic: false, 0);
        Unconverted(2, level: 3, isInauthentic: true, 1);
        PathFit fit = Fit();
        Assert.Equal((16, 2), (fit.All.Unconverted, fit.All.Sampled));
        Assert.Equal((8, 1), (fit.Authentic.Unconverted, fit.Authentic.Sampled));
    }

    [Fact]
    public void All_that_orders_came_to_is_shared_to_the_unit_by_each_model()
    {
        var random = new Random(7);
        Int128 revenue = 0;
        for (int order = 0; order < 500; order++)
        {
            int[] path = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3))];
            long value = random.NextInt64(1_000_000_000_000);
            Order(value, path);
            revenue += value;
        }
        for (ulong visitor = 1; visitor < 300; visitor++)
        {
            Unconverted(
                visitor,
                level: 0,
                visitor % 7 == 0,
                [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3))]
            );
        }
        foreach (
            Func<StepFit, FittedCredit> model in (Func<StepFit, FittedCredit>[])
                [of => of.Markov, of => of.Shapley, of => of.Counterfactual]
        )
        {
            IEnumerable<FittedCredit> credits = Fit().Authentic.Steps.Values.Select(model);
            Assert.Equal(
                500_000_000,
                (long)credits.Aggregate(Int128.Zero, (sum, of) => sum + of.ConversionMicros!.Value)
            );
            Assert.Equal(revenue, credits.Aggregate(Int128.Zero, (sum, of) => sum + of.RevenueMicros!.Value));
        }
    }

    [Fact]
    public void Revenue_that_waits_for_a_rate_is_nobodys()
    {
        Order(10, 0);
        Order(null, 0, 1);
        Assert.Null(Of(Fit().All, 0).Markov.RevenueMicros);
        Assert.Equal(2, Fit().All.Orders);
    }

    [Fact]
    public void More_creators_than_a_chain_takes_are_fitted_as_one()
    {
        for (int creator = 0; creator < PathFit.MostSteps + 20; creator++)
        {
            var touch = new Touch(1, EventType.Click, "spring", $"creator-{creator:000}", "post", "");
            Add(creator < 20 ? 1 : 2, 10, [touch]);
        }
        PathFit fit = Fit();
        Assert.Equal((20, PathFit.MostSteps + 21), (fit.Folded, fit.All.Steps.Count));
        // Those with the fewest orders.
        Assert.Equal(20_000_000, fit.All.Of(PathFit.Others).Shapley.ConversionMicros);
        Assert.Equal(default, fit.All.Of(new PathStep("spring", "creator-000", "")));
        Assert.Equal(0, fit.All.Of(new PathStep("spring", "met by nobody", "")).Markov.RevenueMicros);
    }

    /// <summary>The most gone are whole; what happens to the book while it is copied is for the next.</summary>
    [Fact]
    public void Of_very_many_paths_the_rare_ones_count_by_their_last_step()
    {
        const int More = 20_000;
        for (int path = 0; path < FitInput.MostPaths + More; path++)
        {
            Add(
                path < 10 ? 3 : 1,
                10,
                [Met(0, path % 45), Met(1, 45 + (path / 45 % 45)), Met(2, 90 + (path / 45 / 45)), Met(3, 200)]
            );
        }
        PathFit fit = Fit();
        Assert.Equal(FitInput.MostPaths + More + 20, fit.All.Orders);
        Assert.InRange(fit.Shortened, More * 9 / 10, More * 11 / 10);
        Assert.Equal(1, fit.All.Of(new PathStep("spring", "creator-200", "")).RemovalEffect!.Value, 9);
        Assert.True(fit.All.Of(new PathStep("spring", "creator-1", "")).RemovalEffect < 1);

        static Touch Met(int at, int creator) => new(at, EventType.Click, "spring", $"creator-{creator}", "post", "");
    }

    [Fact]
    public void Paths_that_get_other_numbers_while_they_are_copied_are_copied_anew()
    {
        for (int path = 0; path < 6_000; path++)
        {
            Add(1, 10, [Touched(path)]);
        }
        var input = new FitInput(
            book,
            unconverted,
            PersonBookTests.None(memory.Open()),
            new OrderSample(orders, credits),
            (_, subject) => Placed(subject)
        );
        Assert.False(input.GoOn());
        int version = book.NumbersVersion;
        for (int path = 0; path < 5_900; path++)
        {
            Add(-1, 10, [Touched(path)]);
        }
        Add(1, 10, [Touched(6_000)]);
        book.DropUnused();
        Assert.NotEqual(version, book.NumbersVersion);
        while (!input.GoOn()) { }
        Assert.Equal(101, PathFit.Of(input).All.Orders);

        static Touch Touched(int creator) => new(1, EventType.Click, "spring", $"creator-{creator}", "post", "");
    }

    [Fact]
    public void Without_an_order_there_is_nothing_to_share()
    {
        Unconverted(1, level: 0, isInauthentic: false, 0, 1);
        PathFit fit = Fit();
        Assert.Equal((0, 1), (fit.All.Orders, fit.All.Unconverted));
        Assert.Empty(fit.All.Steps);
    }

    private static StepFit Of(ModelFit fit, int post) => fit.Of(new PathStep("spring", Posts[post].Creator, ""));

    private PathFit Fit()
    {
        var input = new FitInput(
            book,
            unconverted,
            PersonBookTests.None(memory.Open()),
            new OrderSample(orders, credits),
            (_, subject) => Placed(subject)
        );
        while (!input.GoOn()) { }
        return PathFit.Of(input);
    }

    private static PlacedSubject Placed(int subject) =>
        new(Posts[subject], new Placement(Posts[subject].Campaign, Posts[subject].Creator));

    private void Order(long? revenueMicros, params int[] posts) =>
        Add(
            1,
            revenueMicros,
            [
                .. posts.Select(
                    (post, at) =>
                        new Touch(
                            at,
                            EventType.Click,
                            Posts[post].Campaign,
                            Posts[post].Creator,
                            Posts[post].Content,
                            ""
                        )
                ),
            ]
        );

    private void Add(int orders, long? revenueMicros, List<Touch> met)
    {
        ulong path = book.KeyOf(OrderPath.Of(met, [], null, 100));
        var outcome = new OrderOutcome(true, EventType.Purchase, 0, path, revenueMicros, OrderProof.Proven);
        for (int order = 0; order < Math.Abs(orders); order++)
        {
            book.Add(outcome, Math.Sign(orders), OrderSides.Both);
        }
    }

    private void Unconverted(ulong visitor, int level, bool isInauthentic, params int[] posts) =>
        unconverted.Put(
            0,
            new UnconvertedRow(
                "default",
                level,
                visitor,
                isInauthentic,
                MemoryMarshal.AsBytes(posts.AsSpan()).ToArray()
            )
        );
}
