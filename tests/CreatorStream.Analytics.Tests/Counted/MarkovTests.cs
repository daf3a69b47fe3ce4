using CreatorStream.Analytics.Attribution.Counted;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests.Counted;

public sealed class MarkovTests
{
    [Fact]
    public void Credit_is_in_proportion_to_what_is_lost_without_a_step()
    {
        // Google is 0, mailing 1.
        MarkovFit fit = Markov.Fit(
            [
                PathMaking.Path([0], 2, 30),
                PathMaking.Path([1], 1, 10),
                PathMaking.Path([0, 1], 1, 20),
                PathMaking.Path([0], 0, 0, 1),
            ],
            2
        );
        Assert.Equal(0.8, fit.ConversionRate, 12);
        Assert.Equal([0.75, 0.5], fit.RemovalEffects, IsEqual);
        Assert.Equal([2.4, 1.6], fit.Credit.Conversions, IsEqual);
        // A visit to Google earns 30/4 there, one to mailing 30/2; 60 of 5 paths in all.
        Assert.Equal([((0.8 * 7.5) + (0.2 * 15)) / 12, 0.4 * 15 / 12], fit.ValueRemovalEffects, IsEqual);
        Assert.Equal([60 * 0.75 / 1.25, 60 * 0.5 / 1.25], fit.Credit.Value, IsEqual);
    }

    /// <summary>Against the definition: the chain solved anew without each step, by elimination with pivots.</summary>
    [Fact]
    public void A_removal_effect_is_what_the_chain_without_the_step_lacks() =>
        PropertyChecks.ForAll(
            PathMaking.Any,
            paths =>
            {
                MarkovFit fit = Markov.Fit(paths, PathMaking.Steps);
                (double rate, double value) = Earned(paths, without: -1);
                bool isSame = PathMaking.IsNear(fit.ConversionRate, rate);
                for (int step = 0; step < PathMaking.Steps; step++)
                {
                    (double rateWithout, double valueWithout) = Earned(paths, step);
                    isSame &= PathMaking.IsNear(fit.RemovalEffects[step], rate > 0 ? 1 - (rateWithout / rate) : 0);
                    isSame &= PathMaking.IsNear(
                        fit.ValueRemovalEffects[step],
                        value > 0 ? 1 - (valueWithout / value) : 0
                    );
                }
                return isSame;
            },
            times: 2000
        );

    [Fact]
    public void Repeats_in_a_row_change_nothing() =>
        PropertyChecks.ForAll(
            PathMaking.Any,
            paths =>
            {
                MarkovFit once = Markov.Fit(paths, PathMaking.Steps);
                MarkovFit thrice = Markov.Fit(
                    [
                        .. paths.Select(path =>
                            path with
                            {
                                Steps = path.Steps.ToArray().SelectMany(step => Enumerable.Repeat(step, 3)).ToArray(),
                            }
                        ),
                    ],
                    PathMaking.Steps
                );
                return once.RemovalEffects.SequenceEqual(thrice.RemovalEffects);
            }
        );

    [Fact]
    public void A_step_that_all_need_loses_everything_and_one_that_leads_nowhere_nothing()
    {
        MarkovFit fit = Markov.Fit(
            [PathMaking.Path([0, 1, 2], 1), PathMaking.Path([3, 1], 4), PathMaking.Path([4], 0, 0, 9)],
            6
        );
        Assert.Equal([0.2, 1, 0.2, 0.8, 0, 0], fit.RemovalEffects, IsEqual);
    }

    [Fact]
    public void Small_probabilities_are_as_exact_as_large_ones()
    {
        // To convert, one must get through 12 steps, of each of which all but one in a million go away.
        const int Length = 12;
        CountedPath[] paths =
        [
            PathMaking.Path([.. Enumerable.Range(0, Length)], 1),
            .. Enumerable.Range(0, Length).Select(step => PathMaking.Path([step], 0, 0, 999_999)),
        ];
        MarkovFit fit = Markov.Fit(paths, Length);
        // Who starts at step s converts with 10⁻⁶ to the number of steps that are left.
        double[] starts = [.. Enumerable.Range(0, Length).Select(step => step == 0 ? 1_000_000.0 : 999_999)];
        double rate = starts.Select((count, step) => count * Math.Pow(10, -6 * (Length - step))).Sum();
        double met = 0;
        for (int step = 0; step < Length; step++)
        {
            met = (met * 1e-6) + starts[step];
            double effect = met * Math.Pow(10, -6 * (Length - step)) / rate;
            Assert.Equal(1, fit.RemovalEffects[step] / effect, 11);
        }
    }

    [Fact]
    public void Many_steps_are_shared_the_same_by_blocks_and_by_threads()
    {
        // Enough for several blocks and for more than one thread. Mirrored numbers: another order of elimination.
        const int Steps = 400;
        var random = new Random(11);
        CountedPath[] paths =
        [
            .. Enumerable
                .Range(0, 4_000)
                .Select(_ =>
                    PathMaking.Path(
                        [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(Steps))],
                        random.Next(1, 9),
                        random.Next(100),
                        random.Next(300)
                    )
                ),
        ];
        CountedPath[] mirrored =
        [
            .. paths.Select(path =>
                path with
                {
                    Steps = path.Steps.ToArray().Select(step => Steps - 1 - step).ToArray(),
                }
            ),
        ];
        MarkovFit fit = Markov.Fit(paths, Steps);
        Assert.Equal(fit.RemovalEffects, Markov.Fit(paths, Steps).RemovalEffects);
        Assert.Equal(
            fit.RemovalEffects,
            Markov.Fit(mirrored, Steps).RemovalEffects.Reverse(),
            (one, other) => Math.Abs(one - other) < 1e-13
        );
        (double rate, _) = Earned(paths, -1, Steps);
        (double without, _) = Earned(paths, 7, Steps);
        Assert.Equal(1 - (without / rate), fit.RemovalEffects[7], 10);
    }

    [Fact]
    public void More_steps_than_are_possible_and_what_no_number_holds_are_errors()
    {
        const int Many = Markov.MostSteps + 1;
        Assert.Throws<ArgumentException>(() => Markov.Fit([PathMaking.Path([.. Enumerable.Range(0, Many)], 1)], Many));
        CountedPath[] rare =
        [
            PathMaking.Path([.. Enumerable.Range(0, 40)], 1),
            .. Enumerable.Range(0, 40).Select(step => PathMaking.Path([step, 40], 0, 0, 1e15)),
        ];
        MarkovFit fit = Markov.Fit(rare, 41);
        Assert.Equal(1, fit.Credit.Conversions.Sum(), 12);
        CountedPath[] tooRare = [PathMaking.Path([0, 1], 1e-300), PathMaking.Path([1], 0, 0, 1e300)];
        Assert.Throws<ArithmeticException>(() => Markov.Fit(tooRare, 2));
    }

    private static bool IsEqual(double one, double other) => Math.Abs(one - other) < 1e-12;

    /// <summary>Conversion rate and mean value of a path, of the chain in which who would go to a step goes to null.</summary>
    private static (double Rate, double Value) Earned(
        IReadOnlyList<CountedPath> paths,
        int without,
        int steps = PathMaking.Steps
    )
    {
        double[,] counts = new double[steps + 1, steps];
        double[] gone = new double[steps + 1];
        double[,] earned = new double[steps + 1, 2];
        foreach (CountedPath path in paths.Where(path => !path.Steps.IsEmpty))
        {
            int from = steps;
            foreach (int to in path.Steps.ToArray())
            {
                counts[from, to] += path.Conversions + path.Nulls;
                gone[from] += path.Conversions + path.Nulls;
                from = to;
            }
            gone[from] += path.Conversions + path.Nulls;
            earned[from, 0] += path.Conversions;
            earned[from, 1] += path.Value;
        }
        // x = r + P x, for the steps and the start.
        double[][] rows = new double[steps + 1][];
        for (int from = 0; from <= steps; from++)
        {
            double[] row = rows[from] = new double[steps + 3];
            for (int to = 0; to < steps; to++)
            {
                row[to] = gone[from] > 0 && to != without ? -counts[from, to] / gone[from] : 0;
            }
            row[from] += 1;
            row[steps + 1] = gone[from] > 0 ? earned[from, 0] / gone[from] : 0;
            row[steps + 2] = gone[from] > 0 ? earned[from, 1] / gone[from] : 0;
        }
        for (int pivot = 0; pivot <= steps; pivot++)
        {
            int best = Enumerable.Range(pivot, steps + 1 - pivot).MaxBy(row => Math.Abs(rows[row][pivot]));
            (rows[pivot], rows[best]) = (rows[best], rows[pivot]);
            for (int row = 0; row <= steps; row++)
            {
                double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int at = pivot; factor != 0 && at < steps + 3; at++)
                {
                    rows[row][at] -= factor * rows[pivot][at];
                }
            }
        }
        return (rows[steps][steps + 1] / rows[steps][steps], rows[steps][steps + 2] / rows[steps][steps]);
    }
}
