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

    /// <summary>In 8 bytes as long as they fit, then in 16: by time, by subject, by engaged time, and at once.</summary>
    [Theory]
    [InlineData(50_000, 1 << 18, 0)]
    [InlineData(50_000, int.MaxValue, 0)]
    [InlineData(50_000, 1 << 18, 3)]
    [InlineData(1L << 46, 1 << 18, 0)]
    [InlineData(1L << 47, 1 << 18, 0)]
    [InlineData(1L << 58, 1 << 19, 2)]
    public void Journeys_of_all_lengths_stay_sorted_and_apart(long keys, int subjects, int engaged)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory);
        var expected = new Dictionary<int, List<JourneyTouch>>();
        for (int i = 0; i < 60_000; i++)
        {
            // Most go to a few visitors, so that some journeys fill pages of their own.
            ulong hash = (ulong)(random.Next(3) == 0 ? random.Next(400) : random.Next(3));
            int visitor = journeys.GetOrAdd(hash, workspace: 0);
            // Most numbers are small, so that journeys become wide at any length.
            var touch = new JourneyTouch(
                (ulong)random.NextInt64(random.Next(20) == 0 ? keys : Math.Min(keys, 50_000)),
                random.Next(random.Next(20) == 0 ? subjects : 1_000),
                random.Next(20) == 0 ? engaged : 0
            );
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
            JourneyTouch[] sorted = [.. of.OrderBy(touch => touch.Key)];
            JourneyTouches touches = journeys.Touches(visitor);
            Assert.Equal(sorted, touches.ToArray());
            ulong key = sorted[random.Next(sorted.Length)].Key;
            Assert.Equal(Array.FindIndex(sorted, touch => touch.Key >= key), touches.LowerBound(key));
        }
    }

    [Fact]
    public void Touches_take_half_of_the_memory_where_they_fit_into_8_bytes()
    {
        // A week apart, of subjects far apart.
        long narrow = Bytes(engaged: 0);
        Assert.InRange(narrow, 1, Bytes(engaged: 1) * 7 / 10);

        static long Bytes(int engaged)
        {
            using var memory = new StateMemory();
            var journeys = new JourneyStore(memory);
            ulong key = TouchKey.Of(Facts.NowMicros, EventType.Visit);
            for (int touch = 0; touch < 6; touch++)
            {
                for (int visitor = 0; visitor < 300_000; visitor++)
                {
                    var at = new JourneyTouch(key + ((ulong)touch << 43), touch * 50_000, engaged);
                    journeys.AddTouch(journeys.GetOrAdd((ulong)visitor, workspace: 0), at);
                }
            }
            return memory.Bytes(StatePart.Journeys);
        }
    }
}
