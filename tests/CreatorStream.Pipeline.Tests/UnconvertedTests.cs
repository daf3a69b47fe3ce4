using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Unconverted;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What visitors met who bought nothing, as stage 1 tells it.</summary>
public sealed class UnconvertedTests : IDisposable
{
    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();
    private readonly VisitorState state;
    private readonly VisitorFlow flow;

    public UnconvertedTests()
    {
        state = new VisitorState(memory.Open(), retention: null);
        flow = new VisitorFlow(state, Families.Composed);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Who_is_in_a_sample_follows_from_the_visitors_alone()
    {
        var random = new Random(seed);
        ulong[] visitors = [.. Enumerable.Range(0, 5 * VisitorSample.Most).Select(_ => (ulong)random.NextInt64() << 1)];
        int level = LevelOf(visitors);
        random.Shuffle(visitors);
        Assert.True(level == LevelOf(visitors), $"seed {seed}");
        int held = visitors.Count(visitor => VisitorSample.Holds(level, visitor));
        Assert.InRange(held, VisitorSample.Most / 4, VisitorSample.Most);
        Assert.Equal(0, LevelOf(visitors[..VisitorSample.Most]));

        static int LevelOf(ulong[] visitors)
        {
            var sample = new VisitorSample();
            foreach (ulong visitor in visitors)
            {
                sample.Add(visitor);
            }
            return sample.Level;
        }
    }

    [Fact]
    public void A_path_is_what_was_met_in_order_until_somebody_buys()
    {
        Facts.Feed(
            flow,
            [Line("a", "click", "post-1", 3), Line("a", "view", "post-2", 2), Line("a", "view", "post-2", 1)],
            10
        );
        Facts.Feed(flow, [Line("b", "click", "post-2", 5), Line("b", "impression", "", 4)], 10);
        Assert.Equal(["post-1 post-2", "post-2"], Paths());
        // Late, and a day before the lookback of what is no click.
        Facts.Feed(flow, [Line("b", "view", "post-1", 8 * 86_400), Line("b", "click", "post-1", 9 * 86_400)], 10);
        Assert.Equal(["post-1 post-2"], Paths());
        Facts.Feed(flow, [Line("a", "purchase", "", 0)], 10);
        Assert.Equal([""], Paths());
    }

    [Fact]
    public void Touches_at_one_moment_stand_by_what_they_say_and_not_by_arrival()
    {
        string[] lines =
        [
            Line("a", "click", "post-2", 1),
            Line("a", "click", "post-1", 1),
            Line("a", "click", "post-3", 1),
        ];
        Facts.Feed(flow, lines, 1);
        using var other = new StateMemory();
        var again = new VisitorFlow(new VisitorState(other.Open(), retention: null), Families.Composed);
        Facts.Feed(again, lines.Reverse(), 1);
        Assert.Equal(["post-1 post-2 post-3"], Paths());
        Assert.Equal(["post-1 post-2 post-3"], Paths(again, null));
    }

    [Fact]
    public void A_crowd_at_one_moment_stands_on_no_path()
    {
        Facts.Feed(
            flow,
            [
                Line("a", "impression", "post-1", 9),
                .. Enumerable
                    .Range(0, 1_100)
                    .Select(n =>
                        Line("a", "impression", $"post-{2 + (n % 3)}", 5)
                            .Replace("\"id\":\"", $"\"id\":\"{n}-", StringComparison.Ordinal)
                    ),
            ],
            100
        );
        Assert.Equal(["post-1"], Paths());
    }

    [Fact]
    public void A_verdict_tells_the_path_again()
    {
        Facts.Feed(flow, [Line("a", "click", "post-1", 3)], 10);
        Assert.Equal(["post-1"], Paths());
        flow.Apply(new Verdict("default", state.Journeys.HashOf(0), VerdictLevel.Inauthentic));
        UnconvertedRow row = Assert.Single(Rows(flow));
        Assert.True(row.Inauthentic);
    }

    /// <summary>Those below the level go with it, whichever comes first.</summary>
    [Fact]
    public void A_book_holds_what_is_in_the_newest_sample()
    {
        var book = new UnconvertedBook(memory.Open());
        byte[] path = MemoryMarshal.AsBytes<int>([3, 4]).ToArray();
        book.Put(0, new UnconvertedRow("default", 0, ulong.MaxValue, false, path));
        book.Put(0, new UnconvertedRow("default", 0, ulong.MaxValue >> 3, true, path));
        Assert.Equal((2, 0), (book.CountOf(0), book.LevelOf(0)));
        book.Put(0, new UnconvertedRow("default", 2, 0, false, default));
        book.Put(0, new UnconvertedRow("default", 2, ulong.MaxValue >> 1, false, path));
        Assert.Equal((1, 2), (book.CountOf(0), book.LevelOf(0)));
        Assert.Equal([3, 4], book.SubjectsOf(0, 0, out bool isInauthentic).ToArray());
        Assert.True(isInauthentic);
        long before = memory.Bytes(StatePart.Orders);
        book.Void(0);
        Assert.Empty(book.Partitions);
        Assert.True(memory.Bytes(StatePart.Orders) < before);
    }

    private static string Line(string visitor, string type, string content, int secondsAgo) =>
        $$"""{"id":"{{visitor}}-{{content}}-{{secondsAgo}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (secondsAgo * 1_000_000L)
        )}}","visitor":"{{visitor}}","campaign":"c","content":"{{content}}","order":"{{(
            type == "purchase" ? "o" : ""
        )}}"}""";

    private string[] Paths() => Paths(flow, state);

    /// <param name="of">null: numbers follow from another arrival, and so names are found by the rows.</param>
    private static string[] Paths(VisitorFlow flow, VisitorState? of)
    {
        PartialRows rows = flow.Tick(0, new TaskProgress(0, 0, 0, default));
        var names = rows.Of(SubjectSection.Rows).ToDictionary(row => row.Number, row => row.Value.Content);
        return
        [
            .. rows.Of(UnconvertedSection.Rows)
                .Select(row =>
                    string.Join(
                        ' ',
                        MemoryMarshal
                            .Cast<byte, int>(row.Subjects.Span)
                            .ToArray()
                            .Select(number => of?.Subjects.Subjects[number].Content ?? names[number])
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<UnconvertedRow> Rows(VisitorFlow flow) =>
        [.. flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(UnconvertedSection.Rows)];
}
