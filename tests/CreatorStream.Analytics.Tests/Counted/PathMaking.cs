using CreatorStream.Analytics.Attribution.Counted;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests.Counted;

/// <summary>Paths for tests of the models that know counts only.</summary>
internal static class PathMaking
{
    /// <summary>Of few steps, so that paths meet, repeat and contain each other; counts are whole, so that sums are exact.</summary>
    public const int Steps = 5;

    private static readonly Gen<CountedPath> AnyPath =
        from steps in Gen.Choose(0, Steps - 1).ArrayOf()
        from conversions in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 50)))
        from value in Gen.Choose(0, 400)
        from nulls in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 500)))
        select Path(steps, conversions, conversions > 0 ? value : 0, nulls);

    public static Gen<CountedPath[]> Any { get; } = AnyPath.ArrayOf();

    /// <summary>All models, by name.</summary>
    public static (string Name, Func<IReadOnlyList<CountedPath>, StepCredit> Credit)[] Models { get; } =
    [
        ("first", paths => FirstTouch.Credit(paths, Steps)),
        ("last", paths => LastTouch.Credit(paths, Steps)),
        ("linear", paths => Linear.Credit(paths, Steps)),
        ("u-shaped", paths => UShaped.Credit(paths, Steps)),
        ("markov", paths => Markov.Fit(paths, Steps).Credit),
        ("shapley", paths => Shapley.Credit(paths, Steps)),
        .. Enum.GetValues<PathTransform>()
            .Select(transform =>
                (
                    transform.ToString(),
                    (Func<IReadOnlyList<CountedPath>, StepCredit>)(
                        paths => CounterfactualShapley.Credit(paths, Steps, transform)
                    )
                )
            ),
    ];

    public static CountedPath Path(int[] steps, double conversions, double value = 0, double nulls = 0) =>
        new(steps, conversions, value, nulls);

    public static bool AreNear(IEnumerable<double> these, IEnumerable<double> those) =>
        these.Zip(those).All(of => IsNear(of.First, of.Second));

    public static bool IsNear(double one, double other) => Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Abs(other));
}
