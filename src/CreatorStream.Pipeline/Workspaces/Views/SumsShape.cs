using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What adds up over several entities: people overlap, so reach and its ratios don't.</summary>
internal static class SumsShape
{
    public static Record<Totals> Totals { get; } =
        new Record<Totals>("SumTotals", "What adds up.")
            .With("impressions", Values.Count, (in of) => of.Impressions)
            .With("clicks", Values.Count, (in of) => of.Clicks)
            .With("visits", Values.Count, (in of) => of.Visits)
            .With("engagements", Values.Count, (in of) => of.Engagements)
            .With("conversions", Values.Count, (in of) => of.Conversions)
            .With("revenue", Values.Money, (in of) => of.RevenueMicros);

    public static Totals Of(EntitySums sums, bool authentic) =>
        Figures.Totals.Of(sums, reach: 0, authentic, costMicros: 0, hasCost: false);
}
