using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Deduplication;

namespace CreatorStream.Pipeline.Tests;

public sealed class FingerprintStoreTests
{
    private readonly int seed = Random.Shared.Next();

    public enum Arrival
    {
        InOrder,
        NearlyInOrder,
        Reversed,
        Shuffled,
        AllInOneSecond,
    }

    [Theory]
    [InlineData(Arrival.InOrder)]
    [InlineData(Arrival.NearlyInOrder)]
    [InlineData(Arrival.Reversed)]
    [InlineData(Arrival.Shuffled)]
    [InlineData(Arrival.AllInOneSecond)]
    public void Each_event_is_new_once_whatever_the_order(Arrival arrival)
    {
        var random = new Random(seed);
        SeenEvent[] events =
        [
            .. Enumerable
                .Range(0, 20_000)
                .Select(i => new SeenEvent(
                    arrival == Arrival.AllInOneSecond ? 7 : (uint)(i / 10),
                    // Each third one is a repeat of an earlier one of its second, if there is any; 0 is among them.
                    (ulong)random.Next(0, 20) * 0x9e3779b97f4a7c15
                )),
        ];
        if (arrival == Arrival.Reversed)
        {
            Array.Reverse(events);
        }
        else if (arrival == Arrival.Shuffled)
        {
            random.Shuffle(events);
        }
        else if (arrival == Arrival.NearlyInOrder)
        {
            for (int i = 0; i < 200; i++)
            {
                int a = random.Next(events.Length);
                int b = random.Next(events.Length);
                (events[a], events[b]) = (events[b], events[a]);
            }
        }
        // Of one second, 20 different ones would never fill the table.
        if (arrival == Arrival.AllInOneSecond)
        {
            events =
            [
                .. events.Select(seen => seen with { Fingerprint = (ulong)random.Next(5_000) * 0x9e3779b97f4a7c15 }),
            ];
        }
        using var memory = new StateMemory();
        var store = new FingerprintStore(memory, mostInTable: 256);
        var expected = new HashSet<SeenEvent>();
        foreach (SeenEvent seen in events)
        {
            // A fingerprint is of one second only: its event's time is part of it.
            SeenEvent own = seen with
            {
                Fingerprint = seen.Fingerprint ^ ((ulong)seen.Second << 40),
            };
            Assert.True(expected.Add(own) == store.Add(own), $"seed {seed}: {own}");
        }
        Assert.NotEmpty(store.OrderedRuns);
        int sealedOnes = store.OrderedRuns.Concat(store.LateRuns).Sum(run => run.Count);
        Assert.Equal(expected.Count, sealedOnes + store.UnsealedCount);
        Assert.InRange(store.LateRuns.Count, 0, 8);
        if (arrival == Arrival.InOrder)
        {
            Assert.Empty(store.LateRuns);
        }
    }
}
