using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Platforms' own counters, as they stand beside own tracking.</summary>
internal static class CounterShapes
{
    private static readonly Record<CounterFigure> Counter = new Record<CounterFigure>(
        "Counter",
        "A platform's own cumulative counter: the latest value and its change since the reading before (negative where it fell, null where there was none)."
    )
        .With("value", Values.Count, (in of) => of.Value)
        .With("change", Values.ChangeOrNull, (in of) => of.Change)
        .With("asOf", Values.Time, (in of) => of.AsOfMicros)
        .With(
            "authentic",
            Values.Count,
            (in of) => of.Value - (of.Bought?.Count ?? 0),
            "the value without what is held to be bought: by a case that is sure enough, or that somebody confirmed"
        )
        .With(
            "authenticLow",
            Values.Count,
            (in of) => of.Value - (of.Bought?.High ?? 0),
            "the lower end of its interval"
        )
        .With("authenticHigh", Values.Count, (in of) => of.Value - (of.Bought?.Low ?? 0), "the upper end");

    public static Shape<IEnumerable<KeyValuePair<string, CounterFigure>>> Counters { get; } =
        Lists.ByName(
            "Counters",
            "By name: reach, views, likes, comments, shares, saves, followers. One that the platform didn't report is absent, never 0.",
            Counter
        );
}
