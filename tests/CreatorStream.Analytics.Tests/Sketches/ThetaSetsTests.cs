using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Operations on sketches against the same operations on the sets themselves.</summary>
public sealed class ThetaSetsTests
{
    private const int LgK = 5;
    private const int K = 1 << LgK;

    [Fact]
    public void The_union_of_trimmed_sketches_is_the_trimmed_sketch_of_the_union() =>
        Repeat(
            300,
            (random, where) =>
            {
                int[] a = Naive.Values(random, 200, 400);
                int[] b = Naive.Values(random, 200, 400);
                int[] c = Naive.Values(random, 200, 400);
                ThetaSketch[] trimmed = [Naive.Trimmed(a, K), Naive.Trimmed(b, K), Naive.Trimmed(c, K)];
                ThetaSketch expected = Naive.Trimmed([.. a, .. b, .. c], K);
                Naive.AssertSame(expected, ThetaSets.Union(K, trimmed), where);
                Naive.AssertSame(trimmed[0], ThetaSets.Union(K, trimmed[0], trimmed[0]), where + ", idempotent");
                ThetaSketch abThenC = ThetaSets.Union(K, ThetaSets.Union(K, trimmed[0], trimmed[1]), trimmed[2]);
                ThetaSketch aThenBc = ThetaSets.Union(K, trimmed[0], ThetaSets.Union(K, trimmed[1], trimmed[2]));
                Naive.AssertSame(abThenC, aThenBc, where + ", associative");
                random.Shuffle(trimmed);
                Naive.AssertSame(expected, ThetaSets.Union(K, trimmed), where + ", commutative");
                // As many as were kept makes no difference: the union trims.
                Naive.AssertSame(
                    expected,
                    ThetaSets.Union(K, Naive.Updated(a, LgK), Naive.Updated(b, LgK), Naive.Updated(c, LgK)),
                    where + ", untrimmed"
                );
            }
        );

    [Fact]
    public void Union_is_associative_and_commutative_of_any_sketches() =>
        Repeat(
            500,
            (random, where) =>
            {
                ThetaSketch[] any = [Any(random), Any(random), Any(random)];
                ThetaSketch expected = ThetaSets.Union(K, ThetaSets.Union(K, any[0], any[1]), any[2]);
                Naive.AssertSame(expected, ThetaSets.Union(K, any[0], ThetaSets.Union(K, any[1], any[2])), where);
                random.Shuffle(any);
                Naive.AssertSame(expected, ThetaSets.Union(K, any), where);
            }
        );

    [Fact]
    public void Below_the_smaller_theta_intersection_and_difference_are_those_of_the_hashes() =>
        Repeat(
            500,
            (random, where) =>
            {
                ThetaSketch a = Any(random);
                ThetaSketch b = Any(random);
                long theta = Math.Min(a.Theta, b.Theta);
                long[] inA = [.. a.Hashes.ToArray().Where(hash => hash < theta)];
                long[] inB = [.. b.Hashes.ToArray().Where(hash => hash < theta)];
                if (!a.IsEmpty && !b.IsEmpty)
                {
                    Naive.AssertSame(Naive.Of(theta, inA.Intersect(inB)), ThetaSets.Intersect(a, b), where);
                    Naive.AssertSame(Naive.Of(theta, inA.Except(inB)), ThetaSets.Except(a, b), where);
                }
                Naive.AssertSame(ThetaSets.Intersect(a, b), ThetaSets.Intersect(b, a), where + ", commutative");
            }
        );

    [Fact]
    public void Sets_of_up_to_k_values_are_computed_with_exactly() =>
        Repeat(
            300,
            (random, where) =>
            {
                int[] a = Naive.Values(random, K / 2, 40);
                int[] b = Naive.Values(random, K / 2, 40);
                ThetaSketch inA = Naive.Trimmed(a, K);
                ThetaSketch inB = Naive.Trimmed(b, K);
                AssertExactly(a.Union(b).Count(), ThetaSets.Union(K, inA, inB), where);
                AssertExactly(a.Intersect(b).Count(), ThetaSets.Intersect(inA, inB), where);
                AssertExactly(a.Except(b).Count(), ThetaSets.Except(inA, inB), where);
            }
        );

    [Fact]
    public void The_truth_lies_within_the_bounds_as_often_as_they_say()
    {
        const int Rounds = 300;
        int[] outside = new int[4];
        int seed = Repeat(
            Rounds,
            (random, _) =>
            {
                int shift = random.Next(1 << 30);
                int[] a = [.. Enumerable.Range(shift, random.Next(1_000, 6_000))];
                int[] b = [.. Enumerable.Range(shift + random.Next(1_000), random.Next(1_000, 6_000))];
                ThetaSketch inA = Naive.Updated(a, 8);
                ThetaSketch inB = Naive.Updated(b, 8);
                for (int deviations = 1; deviations <= 3; deviations++)
                {
                    outside[deviations] +=
                        Misses(a.Union(b).Count(), ThetaSets.Union(256, inA, inB), deviations)
                        + Misses(a.Intersect(b).Count(), ThetaSets.Intersect(inA, inB), deviations)
                        + Misses(a.Except(b).Count(), ThetaSets.Except(inA, inB), deviations);
                }
            }
        );
        // Of 900: expected are 286, 41 and 2.4; each limit is beyond what chance does in a lifetime.
        bool often = outside[1] is >= 100 and <= 400 && outside[2] is >= 2 and <= 110 && outside[3] <= 30;
        Assert.True(often, $"seed {seed}: {string.Join(", ", outside.Skip(1))} times outside");
    }

    [Fact]
    public void The_empty_sketch_is_neutral_to_union_and_empties_an_intersection() =>
        Repeat(
            50,
            (random, where) =>
            {
                ThetaSketch any = Any(random);
                Naive.AssertSame(any.Trim(K), ThetaSets.Union(K, any, ThetaSketch.Empty), where);
                Naive.AssertSame(any, ThetaSets.Except(any, ThetaSketch.Empty), where);
                Naive.AssertSame(ThetaSketch.Empty, ThetaSets.Except(ThetaSketch.Empty, any), where);
                Naive.AssertSame(ThetaSketch.Empty, ThetaSets.Intersect(any, ThetaSketch.Empty), where);
                Naive.AssertSame(ThetaSketch.Empty, ThetaSets.Union(K), where);
            }
        );

    [Fact]
    public void Sketches_of_different_seeds_are_refused()
    {
        var a = new ThetaUpdateSketch(LgK, seed: 1);
        var b = new ThetaUpdateSketch(LgK, seed: 2);
        a.Update(1);
        b.Update(1);
        Assert.Throws<ArgumentException>(() => ThetaSets.Union(K, a.Compact(), b.Compact()));
        Assert.Throws<ArgumentException>(() => ThetaSets.Intersect(a.Compact(), b.Compact()));
        Assert.Throws<ArgumentException>(() => ThetaSets.Except(a.Compact(), b.Compact()));
    }

    /// <summary>Trimmed or not, of few values or many, or what is left of an operation.</summary>
    private static ThetaSketch Any(Random random)
    {
        ThetaSketch some = Naive.Updated(Naive.Values(random, 300, 500), LgK);
        ThetaSketch more = Naive.Updated(Naive.Values(random, 300, 500), LgK - 1);
        return random.Next(6) switch
        {
            0 => ThetaSets.Intersect(some, more),
            1 => ThetaSets.Except(some, more),
            2 => some.Trim(random.Next(1, 40)),
            3 => ThetaSketch.Empty,
            _ => some,
        };
    }

    private static int Misses(int truth, ThetaSketch sketch, int deviations) =>
        truth < sketch.LowerBound(deviations) || truth > sketch.UpperBound(deviations) ? 1 : 0;

    private static void AssertExactly(int truth, ThetaSketch sketch, string where)
    {
        Assert.True(truth == sketch.Estimate, $"{where}: {sketch.Estimate}, not {truth}");
        Assert.Equal(truth, sketch.LowerBound(3));
        Assert.Equal(truth, sketch.UpperBound(3));
    }

    private static int Repeat(int rounds, Action<Random, string> check)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            check(random, $"seed {seed}, round {round}");
        }
        return seed;
    }
}
