using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Tests;

public sealed class TouchArenaTests
{
    [Fact]
    public void Lists_of_all_sizes_stay_sorted_and_apart()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        var arena = new TouchArena();
        var ranges = new TouchRange[400];
        var expected = new List<(ulong Key, int Subject)>[ranges.Length];
        for (int i = 0; i < 120_000; i++)
        {
            // Most go to a few visitors, so that some lists fill pages of their own.
            int visitor = random.Next(3) == 0 ? random.Next(ranges.Length) : random.Next(3);
            ulong key = (ulong)random.Next(0, 50_000);
            int position = arena.Insert(ref ranges[visitor], new JourneyTouch(key, i, 0));
            (expected[visitor] ??= []).Add((key, i));
            Assert.True(arena.Touches(ranges[visitor])[position] == new JourneyTouch(key, i, 0), $"seed {seed}");
        }
        for (int visitor = 0; visitor < ranges.Length; visitor++)
        {
            // Equal keys keep the order of arrival.
            JourneyTouch[] sorted =
            [
                .. (expected[visitor] ?? [])
                    .OrderBy(of => of.Key)
                    .Select(of => new JourneyTouch(of.Key, of.Subject, 0)),
            ];
            Assert.Equal(sorted, arena.Touches(ranges[visitor]).ToArray());
        }
    }
}
