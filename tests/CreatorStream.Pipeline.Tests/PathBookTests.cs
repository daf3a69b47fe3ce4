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
        PathBook book = new(Facts.Secret, memory.Open());
        var orders = new (string[] Creators, OrderOutcome All, OrderOutcome Authentic)[40];
        Array.Fill(orders, ([], OrderOutcome.None, OrderOutcome.None));
        for (int restated = 0; restated < 20_000; restated++)
        {
            int order = random.Next(orders.Length);
            // Of so many that most were gone once: what nobody goes any more is dropped on the way.
            string[] creators = [.. Enumerable.Range(0, random.Next(5)).Select(_ => $"creator-{random.Next(9)}")];
            OrderOutcome after = Outcome(book, creators, random.Next(4) == 0 ? null : random.Next(1_000));
            OrderOutcome authentic = random.Next(3) == 0 ? OrderOutcome.None : after;
            book.Add(orders[order].All, -1, authentic: false);
            book.Add(after, 1, authentic: false);
            book.Add(orders[order].Authentic, -1, authentic: true);
            book.Add(authentic, 1, authentic: true);
            orders[order] = (creators, after, authentic);
        }
        IEnumerable<string> expected = orders
            .Where(of => of.Creators.Length > 0)
            .GroupBy(of => NameOf(of.Creators))
            .Select(of =>
                $"{of.Key}: {Text(of.Select(one => one.All))}, authentic {Text(of.Select(one => one.Authentic))}"
            )
            .Order(StringComparer.Ordinal);
        IEnumerable<string> counted = book.Of("spring")
            .Select(path =>
                $"{string.Join(" > ", book.StepsOf(path).ToArray().Select(step => book.Step(step).Creator))}: "
                + $"{book.Sums(path, authentic: false)}, authentic {book.Sums(path, authentic: true)}"
            )
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, counted);
    }

    [Fact]
    public void Paths_that_nobody_goes_any_more_take_no_room()
    {
        PathBook book = new(Facts.Secret, memory.Open());
        OrderOutcome before = OrderOutcome.None;
        long most = Go(0, 10_000);
        Assert.Equal(most, Go(10_000, 100_000));

        long Go(int from, int to)
        {
            long bytes = 0;
            for (int n = from; n < to; n++)
            {
                OrderOutcome after = Outcome(book, [$"creator-{n % 300}", $"creator-{n / 300}"], 1);
                book.Add(before, -1, authentic: false);
                book.Add(after, 1, authentic: false);
                before = after;
                bytes = Math.Max(bytes, memory.Bytes(StatePart.Orders));
            }
            return bytes;
        }
    }

    [Fact]
    public void A_path_is_told_from_others_by_whom_last_touch_credits()
    {
        PathBook book = new(Facts.Secret, memory.Open());
        ulong clicked = book.KeyOf(Path(["ann", "bob"]));
        var liked = new Touch(9, EventType.Like, "spring", "bob", "post", "");
        var path = OrderPath.Of([new Touch(1, EventType.Click, "spring", "ann", "post", ""), liked], [], null, 10);
        Assert.NotEqual(clicked, book.KeyOf(path));
        Assert.Equal(clicked, book.KeyOf(Path(["ann", "bob"])));
        Assert.Equal(0ul, book.KeyOf(OrderPath.Of([], [], null, 10)));
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
        new(true, 1, OrderCredit.None, book.KeyOf(Path(creators)), revenue, OrderProof.Proven);
}
