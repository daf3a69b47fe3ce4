using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>How much of what was met a path has.</summary>
public sealed class OrderPathTests
{
    private readonly int seed = Random.Shared.Next();

    [Fact]
    public void Of_many_touches_the_last_count_and_the_last_click_before_them()
    {
        Touch[] met =
        [
            At(1, EventType.Click, "early"),
            At(2, EventType.Click, "late"),
            .. Enumerable.Range(3, 300).Select(time => At(time, EventType.View, "other")),
        ];
        var path = OrderPath.Of([.. met], [], code: null, orderMicros: 1_000);
        Assert.Equal(OrderPath.Most, path.Touches.Length);
        Assert.Equal(met[1], path.Touches[0]);
        Assert.Equal(met[^(OrderPath.Most - 1)..], path.Touches[1..].ToArray());
        Assert.Equal(met[1].Credit, Credited.By(new LastTouch(), path));
    }

    [Fact]
    public void What_is_dropped_while_touches_are_added_stood_on_no_path()
    {
        for (int round = 0; round < 50; round++)
        {
            var random = new Random(seed + round);
            // Many at the same time, and clicks rare or none.
            int clicks = random.Next(3) * random.Next(200);
            Touch[] touches =
            [
                .. Enumerable
                    .Range(0, random.Next(5_000))
                    .Select(_ =>
                        At(
                            random.Next(2_000),
                            random.Next(1_000) < clicks ? EventType.Click : EventType.Like,
                            $"creator-{random.Next(3)}"
                        )
                    ),
            ];
            List<Touch> trimmed = [];
            foreach (Touch touch in touches)
            {
                trimmed.Add(touch);
                OrderPath.Trim(trimmed);
                Assert.InRange(trimmed.Count, 0, 4 * OrderPath.Most);
            }
            List<Touch> named = [At(2_000, EventType.Click, "named")];
            var path = OrderPath.Of(trimmed, [.. named], null, 2_000);
            Assert.True(
                path.Touches.SequenceEqual(OrderPath.Of([.. touches], [.. named], null, 2_000).Touches),
                $"Random seed {seed}, round {round}"
            );
        }
    }

    private static Touch At(long time, EventType kind, string creator) =>
        new(time, kind, "spring", creator, "post-1", "");
}
