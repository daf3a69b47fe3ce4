using CreatorStream.Analytics.Attribution.Counted;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests.Counted;

/// <summary>What holds of every model, whatever the paths.</summary>
public sealed class ModelProperties
{
    public static TheoryData<string> Names => [.. PathMaking.Models.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Credit_adds_up_to_what_paths_with_a_step_led_to_and_is_never_negative(string name) =>
        PropertyChecks.ForAll(
            PathMaking.Any,
            paths =>
            {
                StepCredit credit = Model(name)(paths);
                CountedPath[] met = [.. paths.Where(path => !path.Steps.IsEmpty)];
                return PathMaking.IsNear(credit.Conversions.Sum(), met.Sum(path => path.Conversions))
                    && PathMaking.IsNear(credit.Value.Sum(), met.Sum(path => path.Value))
                    && credit.Conversions.Concat(credit.Value).All(part => part >= 0);
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_paths_changes_nothing(string name) =>
        PropertyChecks.ForAll(
            from paths in PathMaking.Any
            from shuffled in Gen.Shuffle(paths)
            select (paths, shuffled),
            of => IsSame(Model(name)(of.paths), Model(name)(of.shuffled))
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void The_numbering_of_steps_changes_nothing(string name) =>
        PropertyChecks.ForAll(
            Gen.Zip(PathMaking.Any, Gen.Shuffle(Enumerable.Range(0, PathMaking.Steps).ToArray())),
            of =>
            {
                (CountedPath[] paths, int[] numbers) = of;
                StepCredit credit = Model(name)(paths);
                StepCredit renamed = Model(name)([
                    .. paths.Select(path =>
                        path with
                        {
                            Steps = path.Steps.ToArray().Select(step => numbers[step]).ToArray(),
                        }
                    ),
                ]);
                return IsSame(
                    credit,
                    new StepCredit(
                        [.. numbers.Select(number => renamed.Conversions[number])],
                        [.. numbers.Select(number => renamed.Value[number])]
                    )
                );
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Twice_the_counts_are_twice_the_credit(string name) =>
        PropertyChecks.ForAll(
            PathMaking.Any,
            paths =>
            {
                StepCredit once = Model(name)(paths);
                StepCredit twice = Model(name)([
                    .. paths.Select(path => new CountedPath(
                        path.Steps,
                        2 * path.Conversions,
                        2 * path.Value,
                        2 * path.Nulls
                    )),
                ]);
                return IsSame(
                    twice,
                    new StepCredit([.. once.Conversions.Select(x => 2 * x)], [.. once.Value.Select(x => 2 * x)])
                );
            }
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void A_path_on_two_rows_is_the_path_on_one(string name) =>
        PropertyChecks.ForAll(
            PathMaking.Any,
            paths =>
                IsSame(
                    Model(name)([.. paths, .. paths]),
                    Model(name)([
                        .. paths.Select(path => new CountedPath(
                            path.Steps,
                            2 * path.Conversions,
                            2 * path.Value,
                            2 * path.Nulls
                        )),
                    ])
                )
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_comes_of_nothing(string name)
    {
        Assert.All(Model(name)([]).Conversions, part => Assert.Equal(0, part));
        StepCredit onlyNulls = Model(name)([PathMaking.Path([0, 1], 0, 0, 3), PathMaking.Path([], 2, 7, 3)]);
        Assert.All(onlyNulls.Conversions.Concat(onlyNulls.Value), part => Assert.Equal(0, part));
        StepCredit onlyZeros = Model(name)([PathMaking.Path([0, 1], 0)]);
        Assert.All(onlyZeros.Conversions, part => Assert.Equal(0, part));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_path_of_these_steps_is_refused(string name)
    {
        foreach (
            CountedPath bad in (CountedPath[])
                [
                    PathMaking.Path([PathMaking.Steps], 1),
                    PathMaking.Path([-1], 1),
                    PathMaking.Path([0], -1),
                    PathMaking.Path([0], 1, -1),
                    PathMaking.Path([0], 1, 0, -1),
                    PathMaking.Path([0], double.NaN),
                    PathMaking.Path([0], 1, double.PositiveInfinity),
                    PathMaking.Path([0], 0, 1, 1),
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => Model(name)([bad]));
        }
    }

    private static Func<IReadOnlyList<CountedPath>, StepCredit> Model(string name) =>
        PathMaking.Models.Single(model => model.Name == name).Credit;

    private static bool IsSame(StepCredit one, StepCredit other) =>
        PathMaking.AreNear(one.Conversions, other.Conversions) && PathMaking.AreNear(one.Value, other.Value);
}
