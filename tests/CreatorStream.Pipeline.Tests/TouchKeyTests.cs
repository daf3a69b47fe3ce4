using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Tests;

public sealed class TouchKeyTests
{
    private const int MostKinds = 63;

    private static readonly long[] Times =
    [
        Rfc3339.EarliestMicros,
        Rfc3339.EarliestMicros + 1,
        Facts.NowMicros,
        Rfc3339.LatestMicros,
    ];

    private static IEnumerable<(long Time, int Kind)> All =>
        from time in Times
        from kind in Enumerable.Range(0, MostKinds + 1)
        select (time, kind);

    [Fact]
    public void A_key_has_room_for_every_time_and_kind_and_sorts_like_them()
    {
        ulong before = 0;
        foreach ((long time, int kind) in All)
        {
            ulong key = TouchKey.Of(time, (EventType)kind);
            Assert.Equal((time, (EventType)kind), (TouchKey.TimeMicros(key), TouchKey.Kind(key)));
            Assert.True(key > before || key == 0);
            before = key;
        }
    }

    [Fact]
    public void The_narrow_form_says_the_same_and_is_what_it_was_of_the_first_kinds()
    {
        foreach ((long time, int kind) in All)
        {
            ulong key = TouchKey.Of(time, (EventType)kind);
            ulong narrow = TouchKey.ToNarrow(key);
            Assert.Equal(key, TouchKey.OfNarrow(narrow));
            if (kind < 16)
            {
                Assert.Equal(((ulong)(time - Rfc3339.EarliestMicros) * 16) + (ulong)kind, narrow);
            }
        }
    }
}
