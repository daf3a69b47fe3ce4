using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces.Orders;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The multiset of paths follows from the orders as they are settled by now, however often they were settled anew.</summary>
public sealed class PathBookTests(ITestOutputHelper output) : IDisposable
{
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Orders_that_are_settled_anew_leave_one_path_and_join_another()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        var orders = new (string[] Creators, OrderOutcome All, OrderOutcome Authentic)[40];
        Array.Fill(orders, ([], OrderOutcome.None, OrderOutcome.None));
        for (int restated = 0; restated < 20_000; restated++)
        {
            int order = random.Next(orders.Length);
            // Of so many that most were gone once: what nobody goes any more is dropped on the way.
            string[] creators = [.. Enumerable.Range(0, random.Next(5)).Select(_ => $"creator-{random.Next(40)}")];
            OrderOutcome after = Outcome(book, creators, random.Next(4) == 0 ? null : random.Next(1_000));
            OrderOutcome authentic = random.Next(3) == 0 ? OrderOutcome.None : after;
            book.Add(orders[order].All, -1, OrderSides.All);
            book.Add(after, 1, OrderSides.All);
            book.Add(orders[order].Authentic, -1, OrderSides.Authentic);
            book.Add(authentic, 1, OrderSides.Authentic);
            orders[order] = (creators, after, authentic);
            if (restated % 50 == 0)
            {
                book.Shown("spring");
            }
        }
        IEnumerable<string> expected = orders
            .Where(of => of.Creators.Length > 0)
            .GroupBy(of => NameOf(of.Creators))
            .Select(of =>
                $"{of.Key}: {Text(of.Select(one => one.All))}, authentic {Text(of.Select(one => one.Authentic))}"
            )
            .Order(StringComparer.Ordinal);
        IEnumerable<string> counted = book.Shown("spring")
            .Select(path =>
                $"{TextOf(book, path)}: "
                + $"{book.Sums(path, authentic: false)}, authentic {book.Sums(path, authentic: true)}"
            )
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, counted);
        Assert.Equal(expected.Count(), book.Different("spring"));
        IEnumerable<(string, PathShares)> assists =
            from creator in orders.SelectMany(of => of.Creators).Distinct()
            let met = orders.Where(of => of.Creators.Contains(creator)).ToList()
            let credited = met.Where(of => of.Creators[^1] == creator)
            select (
                creator,
                new PathShares(
                    met.Count(of => of.Authentic.IsConversion),
                    met.Count(of => of.Authentic.IsConversion) - credited.Count(of => of.Authentic.IsConversion),
                    met.Count,
                    met.Count - credited.Count()
                )
            );
        Assert.Equal(
            assists.OrderBy(of => of.Item1, StringComparer.Ordinal),
            book.Creators("spring").OrderBy(of => of.Creator, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Of_many_paths_those_are_shown_that_most_orders_went_and_of_equals_the_same_in_any_order()
    {
        string[][] all =
        [
            .. Enumerable.Range(0, 500).Select(n => (string[])[$"creator-{n / 30}", $"creator-{n % 30}"]),
        ];
        Random random = new(7);
        Assert.Equal(Shown(), Shown());

        string[] Shown()
        {
            PathBook book = new(Facts.Secret, memory.Open(), _ => { });
            random.Shuffle(all);
            foreach (string[] creators in all)
            {
                book.Add(Outcome(book, creators, 1), 1, OrderSides.Authentic);
                if (creators[0] == "creator-3")
                {
                    book.Add(Outcome(book, creators, 1), 1, OrderSides.Authentic);
                }
            }
            string[] shown = [.. book.Shown("spring").Select(path => TextOf(book, path)).Order(StringComparer.Ordinal)];
            Assert.Equal(
                30,
                shown.Count(path => path.StartsWith("creator-3 >", StringComparison.Ordinal) || path == "creator-3")
            );
            return shown;
        }
    }

    [Fact]
    public void Long_names_let_fewer_paths_be_shown_and_one_always_is()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        for (int n = 1; n <= 20; n++)
        {
            for (int orders = 0; orders < n; orders++)
            {
                book.Add(Outcome(book, [$"{n}-{new string('x', 9_900)}"], 1), 1, OrderSides.Authentic);
            }
        }
        int[] shown = [.. book.Shown("spring").Select(path => (int)book.Sums(path, authentic: true).Orders)];
        Assert.Equal([20, 19, 18, 17, 16, 15, 14, 13, 12, 11], shown);
        Assert.Equal(20, book.Different("spring"));
        for (int orders = 0; orders < 30; orders++)
        {
            book.Add(Outcome(book, [new string('y', 2 * PathBook.MostLetters)], 1), 1, OrderSides.Authentic);
        }
        Assert.Single(book.Shown("spring"));
    }

    [Fact]
    public void Paths_that_differ_in_a_credited_step_that_is_cut_off_are_two()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        string[] seen = [.. Enumerable.Range(0, 2 * PathSteps.Most).Select(n => $"creator-{n % 2}")];
        Assert.NotEqual(book.KeyOf(After("cem")), book.KeyOf(After("dan")));

        OrderPath After(string clicked) =>
            OrderPath.Of(
                [
                    new Touch(1, EventType.Click, "spring", clicked, "post", ""),
                    .. seen.Select((creator, at) => new Touch(2 + at, EventType.Like, "spring", creator, "post", "")),
                ],
                [],
                null,
                100
            );
    }

    private static string TextOf(PathBook book, int path) =>
        string.Join(" > ", book.StepsOf(path).ToArray().Select(step => book.StepOf(step).Creator));

    [Fact]
    public void Paths_that_nobody_goes_any_more_take_no_room()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        OrderOutcome before = OrderOutcome.None;
        long most = Go(0, 10_000);
        Assert.Equal(most, Go(10_000, 100_000));

        long Go(int from, int to)
        {
            long bytes = 0;
            for (int n = from; n < to; n++)
            {
                OrderOutcome after = Outcome(book, [$"creator-{n % 300}", $"creator-{n / 300}"], 1);
                book.Add(before, -1, OrderSides.All);
                book.Add(after, 1, OrderSides.All);
                before = after;
                book.DropUnused();
                bytes = Math.Max(bytes, memory.Bytes(StatePart.Orders));
            }
            return bytes;
        }
    }

    [Fact]
    public void Dropped_paths_of_a_campaign_change_nothing_that_is_shown_of_another()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        OrderOutcome before = Outcome(book, ["first"], 1);
        book.Add(before, 1, OrderSides.All);
        var eve = OrderPath.Of([new Touch(1, EventType.Click, "autumn", "eve", "post", "")], [], null, 10);
        OrderOutcome other = before with { Path = book.KeyOf(eve) };
        book.Add(other, 1, OrderSides.All);
        Assert.Equal("eve", TextOf(book, Assert.Single(book.Shown("autumn"))));
        for (int n = 0; n < 3_000; n++)
        {
            OrderOutcome after = Outcome(book, [$"creator-{n % 60}", $"creator-{60 + (n / 60)}"], 1);
            book.Add(before, -1, OrderSides.All);
            book.Add(after, 1, OrderSides.All);
            before = after;
            book.DropUnused();
        }
        Assert.Equal("eve", TextOf(book, Assert.Single(book.Shown("autumn"))));
    }

    [Fact]
    public void A_path_is_told_from_others_by_whom_last_touch_credits()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        ulong clicked = book.KeyOf(Path(["ann", "bob"]));
        var liked = new Touch(9, EventType.Like, "spring", "bob", "post", "");
        var path = OrderPath.Of([new Touch(1, EventType.Click, "spring", "ann", "post", ""), liked], [], null, 10);
        Assert.NotEqual(clicked, book.KeyOf(path));
        Assert.Equal(clicked, book.KeyOf(Path(["ann", "bob"])));
        Assert.Equal(0ul, book.KeyOf(OrderPath.Of([], [], null, 10)));
    }

    /// <summary>An order may have two paths, of all events and of authentic ones: both are found before either is counted.</summary>
    [Fact]
    public void A_path_that_was_found_stays_until_it_is_counted()
    {
        PathBook book = new(Facts.Secret, memory.Open(), _ => { });
        for (int n = 0; n < 1_024; n++)
        {
            book.KeyOf(Path([$"creator-{n}"]));
        }
        OrderOutcome all = Outcome(book, ["ann", "bot"], 10);
        OrderOutcome authentic = Outcome(book, ["ann"], 10);
        book.Add(all, 1, OrderSides.All);
        book.Add(authentic, 1, OrderSides.Authentic);
        book.KeyOf(Path(["nobody's"]));
        book.DropUnused();
        Assert.Equal(2, book.Rows);
        Assert.Equal(2, book.Different("spring"));
    }

    private static string Text(IEnumerable<OrderOutcome> outcomes) =>
        outcomes
            .Where(of => of.IsConversion)
            .Aggregate(
                default(PathSums),
                (sums, of) => sums + new PathSums(1, of.RevenueMicros == null ? 1 : 0, of.RevenueMicros ?? 0)
            )
            .ToString();

    private static string NameOf(string[] creators) =>
        string.Join(" > ", creators.Where((creator, at) => at == 0 || creators[at - 1] != creator));

    private static OrderPath Path(string[] creators) =>
        OrderPath.Of(
            [.. creators.Select((creator, at) => new Touch(at, EventType.Click, "spring", creator, "post", ""))],
            [],
            null,
            10
        );

    private static OrderOutcome Outcome(PathBook book, string[] creators, Int128? revenue) =>
        new(true, EventType.Purchase, 1, book.KeyOf(Path(creators)), revenue, OrderProof.Proven);
}
