using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Tests;

public sealed class JourneyStoreTests
{
    [Fact]
    public void Journeys_of_all_lengths_stay_sorted_and_apart()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory);
        var expected = new Dictionary<int, List<JourneyTouch>>();
        for (int i = 0; i < 120_000; i++)
        {
            // Most go to a few visitors, so that some journeys fill pages of their own.
            ulong hash = (ulong)(random.Next(3) == 0 ? random.Next(400) : random.Next(3));
            int visitor = journeys.GetOrAdd(hash, workspace: 0);
            var touch = new JourneyTouch((ulong)random.Next(0, 50_000), i, 7 * i);
            int position = journeys.AddTouch(visitor, touch);
            Assert.True(journeys.Touches(visitor)[position] == touch, $"seed {seed}");
            if (!expected.TryGetValue(visitor, out List<JourneyTouch>? of))
            {
                expected[visitor] = of = [];
            }
            of.Add(touch);
        }
        Assert.Equal(expected.Count, journeys.Count);
        foreach ((int visitor, List<JourneyTouch> of) in expected)
        {
            // Equal keys keep the order of arrival.
            Assert.Equal(of.OrderBy(touch => touch.Key), journeys.Touches(visitor).ToArray());
        }
    }
}
