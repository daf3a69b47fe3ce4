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
        var journeys = new JourneyStore(memory.Open(), _ => 0);
        int visitor = journeys.GetOrAdd(7, workspace: 0);
        // Lengths below and from 128 on are written in one byte and in two.
        string[] texts = ["", "o-1", "größe", new('x', 127), new('y', 128), new('z', 200)];
        var expected = new List<ConversionEvent>();
        foreach (string text in texts)
        {
            long value = expected.Count == 0 ? long.MaxValue : expected.Count;
            ulong fingerprint = ulong.MaxValue - (ulong)expected.Count;
            expected.Add(
                new(EventType.Refund, true, 5, text, "s", text, value, "EUR", text, int.MaxValue, fingerprint)
            );
            Assert.True(journeys.AddConversion(visitor, Conversion(fingerprint, text, value)));
            Assert.False(journeys.AddConversion(visitor, Conversion(fingerprint, text, value)));
            Assert.Equal(expected, journeys.Conversions(visitor));
        }
        var restored = new JourneyStore(memory.Open(), _ => 0);
        int other = restored.GetOrAdd(8, workspace: 0);
        restored.AddConversions(other, journeys.ConversionBytes(visitor));
        Assert.Equal(expected, restored.Conversions(other));
        Assert.Equal(5, restored.LatestConversionMicros(other));
        Assert.False(restored.AddConversion(other, Conversion(ulong.MaxValue, "", 0)));
        Assert.True(restored.AddConversion(other, Conversion(1, "", 0)));
        Assert.False(restored.HasConversions(restored.GetOrAdd(9, workspace: 0)));
    }

    /// <summary>In the shortest form as long as they fit, then in a longer one: by time, by subject, by engaged time, and at once.</summary>
    [Theory]
    [InlineData(50_000, 1 << 18, 0)]
    [InlineData(50_000, int.MaxValue, 0)]
    [InlineData(50_000, 1 << 18, 3)]
    [InlineData(50_000, 1_000, 3)]
    [InlineData(1L << 48, 1 << 18, 0)]
    [InlineData(1L << 49, 1 << 18, 0)]
    [InlineData(1L << 58, 1 << 19, 2)]
    public void Journeys_of_all_lengths_stay_sorted_and_apart(long keys, int subjects, int engaged)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory.Open(), _ => 0);
        var expected = new Dictionary<int, List<JourneyTouch>>();
        for (int i = 0; i < 60_000; i++)
        {
            // Most go to a few visitors, so that some journeys fill pages of their own.
            ulong hash = (ulong)(random.Next(3) == 0 ? random.Next(400) : random.Next(3));
            int visitor = journeys.GetOrAdd(hash, workspace: 0);
            // Most numbers are small, so that journeys change their form at any length.
            var touch = new JourneyTouch(
                (ulong)random.NextInt64(random.Next(20) == 0 ? keys : Math.Min(keys, 50_000)),
                random.Next(random.Next(20) == 0 ? subjects : 1_000),
                random.Next(20) == 0 ? engaged : 0
            );
            int position = journeys.AddTouch(visitor, touch, (ulong)i << 7);
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
            for (int at = 0; at < sorted.Length; at++)
            {
                Assert.True(touches.SubjectAt(at) == sorted[at].Subject, $"seed {seed}");
            }
            ulong key = sorted[random.Next(sorted.Length)].Key;
            Assert.Equal(Array.FindIndex(sorted, touch => touch.Key >= key), touches.LowerBound(key));
        }
    }

    /// <summary>
    /// Repeats come at any time; and no two touches that differ in anything are taken for one, though most come at the same
    /// moment: then whole fingerprints tell them apart.
    /// </summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 300_000, 2)]
    [InlineData(40, 3, 0)]
    [InlineData(40, 3, 2)]
    [InlineData(4_000, 3, 2)]
    public void Each_touch_is_there_once(int keys, int subjects, int engaged)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory.Open(), _ => 0);
        // Their last 30 bits are few: of the first touches of a moment what else they are tells them apart.
        (JourneyTouch Touch, ulong Fingerprint)[] events =
        [
            .. Enumerable
                .Range(0, 3_000)
                .Select(of =>
                    (
                        new JourneyTouch((ulong)random.Next(keys), random.Next(subjects), random.Next(engaged + 1)),
                        ((ulong)of << 32) | (uint)random.Next(1_000_000)
                    )
                )
                .DistinctBy(of => (of.Item1, (uint)of.Item2)),
        ];
        var seen = new HashSet<(int, ulong)>();
        for (int i = 0; i < 30_000; i++)
        {
            (JourneyTouch touch, ulong fingerprint) = events[random.Next(Math.Min(events.Length, 1 + (i / 4)))];
            int of = random.Next(2);
            int visitor = journeys.GetOrAdd((ulong)of, workspace: 0);
            bool isNew = journeys.AddTouch(visitor, touch, fingerprint + ((ulong)of << 62)) >= 0;
            Assert.True(seen.Add((of, fingerprint)) == isNew, $"seed {seed}, event {i}");
        }
        Assert.Equal(seen.Count, Enumerable.Range(0, 2).Sum(visitor => journeys.Touches(visitor).Length));
    }

    /// <summary>Most visitors have none or one, which lies behind all touches, whichever it is of; then each has room for one.</summary>
    [Theory]
    [InlineData(1, 86_400_000)]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, 86_400_000)]
    [InlineData(3, 1)]
    public void Engaged_times_stay_with_their_touches(int engaged, int millis)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory.Open(), _ => 0);
        for (ulong person = 0; person < 300; person++)
        {
            int visitor = journeys.GetOrAdd(person, workspace: 0);
            int[] keys = [.. Enumerable.Range(1, 1 + random.Next(40))];
            random.Shuffle(keys);
            int[] at = [.. Enumerable.Range(0, engaged).Select(_ => random.Next(keys.Length))];
            var expected = new List<JourneyTouch>();
            for (int i = 0; i < keys.Length; i++)
            {
                var touch = new JourneyTouch((ulong)keys[i], 7, at.Contains(i) ? millis : 0);
                journeys.AddTouch(visitor, touch, (ulong)i);
                expected.Add(touch);
                Assert.True(
                    journeys.Touches(visitor).ToArray().SequenceEqual(expected.OrderBy(of => of.Key)),
                    $"seed {seed}, visitor {visitor}, touch {i}"
                );
            }
            // Some go to another visitor, as those of a burst do.
            bool[] moves = [.. keys.Select(_ => random.Next(3) == 0)];
            int shadow = journeys.GetOrAdd(person + 1_000, workspace: 0);
            journeys.Move(visitor, shadow, moves);
            ILookup<bool, JourneyTouch> moved = expected
                .OrderBy(of => of.Key)
                .Index()
                .ToLookup(of => moves[of.Index], of => of.Item);
            Assert.True(journeys.Touches(visitor).ToArray().SequenceEqual(moved[false]), $"seed {seed}");
            Assert.True(journeys.Touches(shadow).ToArray().SequenceEqual(moved[true]), $"seed {seed}");
        }
    }

    [Fact]
    public void Touches_take_12_bytes_and_one_engaged_time_4_more()
    {
        Assert.InRange(Bytes(engaged: 0), 72, 88);
        Assert.InRange(Bytes(engaged: 1), 76, 92);
        Assert.InRange(Bytes(engaged: 2), 96, 112);

        static long Bytes(int engaged)
        {
            const int Visitors = 300_000;
            const int Touches = 6;
            using var memory = new StateMemory();
            var journeys = new JourneyStore(memory.Open(), _ => 0);
            ulong key = TouchKey.Of(Facts.NowMicros, EventType.Visit);
            for (int visitor = 0; visitor < Visitors; visitor++)
            {
                for (int touch = 0; touch < Touches; touch++)
                {
                    // A week apart, of subjects far apart.
                    var at = new JourneyTouch(
                        key + ((ulong)touch << (39 + TouchKey.KindBits)),
                        touch * 50_000,
                        touch < engaged ? 1 : 0
                    );
                    journeys.AddTouch(journeys.GetOrAdd((ulong)visitor, workspace: 0), at, (ulong)visitor);
                }
            }
            return memory.Bytes(StatePart.Journeys) / Visitors;
        }
    }

    /// <summary>A first touch lies where the numbers of a visitor's workspace and conversions would.</summary>
    [Fact]
    public void A_visitor_keeps_its_workspace_and_conversions_whatever_comes_first()
    {
        using var memory = new StateMemory();
        var journeys = new JourneyStore(memory.Open(), subject => subject / 10);
        var touch = new JourneyTouch(TouchKey.Of(Facts.NowMicros, EventType.Click), 73, 0);
        int touched = journeys.GetOrAdd(1, workspace: 7);
        int bought = journeys.GetOrAdd(2, workspace: 7);
        int moved = journeys.GetOrAdd(3, workspace: 7);
        Assert.Equal([7, 7, 7], new[] { touched, bought, moved }.Select(journeys.Workspace));
        journeys.AddTouch(touched, touch, 1);
        Assert.False(journeys.HasConversions(touched));
        journeys.AddConversion(touched, Conversion(2, "o-1", 5));
        journeys.AddConversion(bought, Conversion(3, "o-2", 6));
        journeys.AddTouch(bought, touch, 4);
        journeys.AddTouch(moved, touch, 5);
        journeys.Move(moved, touched, [true]);
        Assert.Equal([7, 7, 7], new[] { touched, bought, moved }.Select(journeys.Workspace));
        Assert.Equal([2, 1, 0], new[] { touched, bought, moved }.Select(of => journeys.Touches(of).Length));
        Assert.Equal("o-1", Assert.Single(journeys.Conversions(touched)).Order);
        Assert.Equal("o-2", Assert.Single(journeys.Conversions(bought)).Order);
        Assert.Empty(journeys.Conversions(moved));
        journeys.AddTouch(moved, touch, 6);
        Assert.Equal(touch, journeys.Touches(moved)[0]);
    }

    private static ConversionFields Conversion(ulong fingerprint, string text, long valueMicros)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new ConversionFields
        {
            Type = EventType.Refund,
            IsClaim = true,
            TimeMicros = 5,
            Id = bytes,
            Source = "s"u8,
            Order = bytes,
            ValueMicros = valueMicros,
            Currency = "EUR"u8,
            Code = bytes,
            Subject = int.MaxValue,
            Fingerprint = fingerprint,
        };
    }
}
