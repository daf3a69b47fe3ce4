using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Tests;

public sealed class JourneyStoreTests
{
    [Fact]
    public void Conversions_come_back_as_they_were_added()
    {
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory);
        int visitor = journeys.GetOrAdd(7, workspace: 0);
        // Lengths below and from 128 on are written in one byte and in two.
        string[] texts = ["", "o-1", "größe", new('x', 127), new('y', 128), new('z', 200)];
        var expected = new List<ConversionEvent>();
        foreach (string text in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            long value = expected.Count == 0 ? long.MaxValue : expected.Count;
            expected.Add(new(EventType.Refund, 5, text, "s", text, value, "EUR", text, int.MaxValue, ulong.MaxValue));
            journeys.AddConversion(
                visitor,
                new ConversionFields
                {
                    Type = EventType.Refund,
                    TimeMicros = 5,
                    Id = bytes,
                    Source = "s"u8,
                    Order = bytes,
                    ValueMicros = value,
                    Currency = "EUR"u8,
                    Code = bytes,
                    Subject = int.MaxValue,
                    Fingerprint = ulong.MaxValue,
                }
            );
            Assert.Equal(expected, journeys.Conversions(visitor));
        }
        int other = journeys.GetOrAdd(8, workspace: 0);
        journeys.AddConversions(other, journeys.ConversionBytes(visitor).ToArray());
        Assert.Equal(expected, journeys.Conversions(other));
        Assert.False(journeys.HasConversions(journeys.GetOrAdd(9, workspace: 0)));
    }

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
