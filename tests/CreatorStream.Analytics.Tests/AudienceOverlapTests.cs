using CreatorStream.Analytics.Reach;

namespace CreatorStream.Analytics.Tests;

public sealed class AudienceOverlapTests
{
    private readonly int seed = Random.Shared.Next();

    /// <summary>Ana's people: three, of whom one met Ben, too, and one Ben and Cem.</summary>
    [Fact]
    public void People_are_counted_by_whom_they_met_alone_and_together()
    {
        var sums = new Sums();
        foreach (
            int[] met in (int[][])
                [
                    [1],
                    [1, 2],
                    [3, 1, 2],
                    [2],
                ]
        )
        {
            AudienceOverlap.Count(met, ref sums);
        }
        Assert.Equal((4, 2, 0), sums.AnyOne);
        Assert.Equal((3, 1), sums.Ones[1]);
        Assert.Equal((3, 1), sums.Ones[2]);
        Assert.Equal((1, 0), sums.Ones[3]);
        Assert.Equal(2, sums.Pairs[(1, 2)]);
        Assert.Equal(1, sums.Pairs[(1, 3)]);
        Assert.Equal(1, sums.Pairs[(2, 3)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(AudienceOverlap.MostInPairs)]
    [InlineData(AudienceOverlap.MostInPairs + 1)]
    [InlineData(AudienceOverlap.MostInPairs + 9)]
    public void One_after_another_adds_what_the_set_adds_in_whatever_order(int count)
    {
        int[] met = [.. Enumerable.Range(1, count)];
        var whole = new Sums();
        AudienceOverlap.Count(met, ref whole);

        new Random(seed).Shuffle(met);
        var steps = new Sums();
        for (int at = 0; at < met.Length; at++)
        {
            // Of more than stand in pairs one more than that says it.
            AudienceOverlap.Meet(met.AsSpan(0, Math.Min(at, AudienceOverlap.MostInPairs + 1)), met[at], ref steps);
        }

        Assert.True(whole.IsSame(steps), $"seed {seed}");
    }

    [Fact]
    public void Whoever_met_too_many_is_in_no_pair_and_costs_no_more_than_their_number()
    {
        int[] met = [.. Enumerable.Range(1, 100_000)];
        var sums = new Sums();
        AudienceOverlap.Count(met, ref sums);
        Assert.Equal((1, 0, 1), sums.AnyOne);
        Assert.Equal(met.Length + 1, sums.Calls);

        sums.Calls = 0;
        AudienceOverlap.Meet(met.AsSpan(0, AudienceOverlap.MostInPairs + 1), 100_001, ref sums);
        Assert.Equal(1, sums.Calls);
    }

    private sealed class Sums : IOverlapSteps
    {
        public (int People, int Alone, int Many) AnyOne { get; private set; }
        public Dictionary<int, (int People, int Alone)> Ones { get; } = [];
        public Dictionary<(int, int), int> Pairs { get; } = [];
        public int Calls { get; set; }

        public void Any(int people, int alone, int many)
        {
            Calls++;
            AnyOne = (AnyOne.People + people, AnyOne.Alone + alone, AnyOne.Many + many);
        }

        public void One(int met, int people, int alone)
        {
            Calls++;
            (int People, int Alone) before = Ones.GetValueOrDefault(met);
            Ones[met] = (before.People + people, before.Alone + alone);
        }

        public void Both(int one, int other, int people)
        {
            Calls++;
            (int, int) pair = (Math.Min(one, other), Math.Max(one, other));
            Pairs[pair] = Pairs.GetValueOrDefault(pair) + people;
        }

        public bool IsSame(Sums other) =>
            AnyOne == other.AnyOne
            && Ones.OrderBy(of => of.Key).SequenceEqual(other.Ones.OrderBy(of => of.Key))
            && Pairs
                .Where(of => of.Value != 0)
                .OrderBy(of => of.Key)
                .SequenceEqual(other.Pairs.Where(of => of.Value != 0).OrderBy(of => of.Key));
    }
}
