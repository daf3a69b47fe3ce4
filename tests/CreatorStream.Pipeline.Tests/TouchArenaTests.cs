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
            int position = arena.Insert(ref ranges[visitor], key, i);
            (expected[visitor] ??= []).Add((key, i));
            Assert.True(arena.Keys(ranges[visitor])[position] == key, $"seed {seed}");
            Assert.Equal(i, arena.Subjects(ranges[visitor])[position]);
        }
        for (int visitor = 0; visitor < ranges.Length; visitor++)
        {
            // Equal keys keep the order of arrival.
            (ulong Key, int Subject)[] sorted = [.. (expected[visitor] ?? []).OrderBy(of => of.Key)];
            Assert.Equal(sorted.Select(of => of.Key), arena.Keys(ranges[visitor]).ToArray());
            Assert.Equal(sorted.Select(of => of.Subject), arena.Subjects(ranges[visitor]).ToArray());
        }
    }
}
