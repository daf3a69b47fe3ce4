using System.Collections.Concurrent;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Paths;

namespace CreatorStream.Pipeline.Tests;

public sealed class TickRowsTests
{
    private static readonly TaskProgress NoProgress = new(0, 0, 0, default);

    [Fact]
    public void A_released_ticks_room_is_used_again_and_no_other()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        string[] lines = Facts.Random(new Random(1), 3_000);
        Facts.Feed(flow, lines[..1_000], 100);
        PartialRows kept = flow.Tick(0, NoProgress);
        string[] counts = [.. kept.Of(CountSection.Groups[0]).Select(Text)];
        string[] journeys = [.. kept.Of(JourneySection.Rows).Select(Text)];

        Facts.Feed(flow, lines[1_000..], 100);
        string[] last = [];
        PartialRows released = kept;
        // Until its room is large enough for all of them.
        for (int tick = 0; tick < 4; tick++)
        {
            flow.PublishAll();
            released = flow.Tick(0, NoProgress);
            last = [.. released.Of(JourneySection.Rows).Select(Text)];
            Assert.NotEmpty(last);
            released.Release();
        }
        flow.PublishAll();
        PartialRows next = flow.Tick(0, NoProgress);

        Assert.NotEmpty(journeys);
        Assert.Equal(counts, kept.Of(CountSection.Groups[0]).Select(Text));
        Assert.Equal(journeys, kept.Of(JourneySection.Rows).Select(Text));
        Assert.Same(released.Of(CountSection.Groups[0]), next.Of(CountSection.Groups[0]));
        Assert.NotSame(kept.Of(CountSection.Groups[0]), next.Of(CountSection.Groups[0]));
        Assert.Equal(last, next.Of(JourneySection.Rows).Select(Text));
    }

    /// <summary>Those of a backlog: they may be large.</summary>
    [Fact]
    public void Of_many_that_are_released_three_are_kept()
    {
        var free = new ConcurrentQueue<TickRows>();
        TickRows[] waiting = [.. Enumerable.Range(0, 8).Select(_ => TickRows.Take(free))];
        Array.ForEach(waiting, rows => rows.Release());
        Assert.Equal(waiting.Take(3), free);
    }

    private static string Text(CountRow row)
    {
        int[] counts = [.. row.Counts];
        return $"{row.Subject} {row.Pane} {string.Join(' ', counts)}";
    }

    private static string Text(JourneyRow row) =>
        $"{row.Visitor} {string.Join(' ', row.Touches.ToArray())} {Convert.ToHexString(row.ConversionBytes.Span)}";
}
