using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What a model gives to somebody.</summary>
/// <param name="Given">Null: not known.</param>
/// <param name="Kinds">By kind of conversion; null: the creator is fitted with others as one.</param>
/// <param name="CostMicros">What the creator has cost; null: not known.</param>
/// <param name="HasCost">Whether costs are of it.</param>
internal readonly record struct ModelCredit(
    FittedCredit Given,
    IEnumerable<KeyValuePair<string, double?>>? Kinds = null,
    Distance? Conversions = null,
    Distance? Revenue = null,
    (int First, int Last) Ranks = default,
    Int128? CostMicros = null,
    bool HasCost = false
);

/// <summary>The same of all models, by their places among <see cref="IntervalsOf.Models"/>.</summary>
internal readonly record struct ModelCredits(Func<int, ModelCredit> Of, double? RemovalEffect);

internal static class AttributionShapes
{
    /// <summary>By place among <see cref="ModelNames.All"/>: those that share each order by itself, then those that are fitted to all.</summary>
    private static readonly string[] Abouts =
    [
        "all to the first touch",
        "all to the last click or visit, else to the last touch",
        "the same to each touch",
        "half of it for each week before the order",
        "40 % to the first, 40 % to the last touch",
        "30 % each to the first, to the one that made a lead, and to the last touch",
        "in proportion to removal effects",
        "the same to each creator on a path",
        "by how much the rate of a path is above that of the same without",
    ];

    /// <summary>With how sure it is, and what it cost.</summary>
    public static Record<ModelCredits> Authentic { get; } =
        All("ModelCredits", "The same by each model.", WithIntervals());

    public static Record<ModelCredits> Raw { get; } =
        All(
            "RawModelCredits",
            "The same by each model, of all events.",
            Amounts("RawModelCredit", "What a model gives of all events.")
        );

    private static Record<ModelCredits> All(string name, string about, Shape<ModelCredit> credit)
    {
        var all = new Record<ModelCredits>(name, about);
        for (int model = 0; model < Abouts.Length; model++)
        {
            int at = model;
            all.With(ModelNames.All[at], credit, (in of) => of.Of(at), Abouts[at]);
        }
        return all.With(
            "removalEffect",
            Values.Ratio,
            (in of) => of.RemovalEffect,
            "which part of all conversions would be lost without; null: it is not fitted by itself"
        );
    }

    private static Record<ModelCredit> Amounts(string name, string about) =>
        new Record<ModelCredit>(name, about)
            .With("conversions", Values.Parts, (in of) => of.Given.ConversionMicros)
            .With("revenue", Values.Money, (in of) => of.Given.RevenueMicros);

    private static Record<ModelCredit> WithIntervals() =>
        Amounts(
                "ModelCredit",
                "What a model gives: conversions may be parts of one. Both null: the creator is fitted with others as one (folded). Low and high end the 95 % interval; null: not drawn yet, or not for this."
            )
            .With("conversionsLow", Values.Parts, (in of) => Low(of.Given.ConversionMicros, of.Conversions))
            .With("conversionsHigh", Values.Parts, (in of) => High(of.Given.ConversionMicros, of.Conversions))
            .With("revenueLow", Values.Parts, (in of) => Low(of.Given.RevenueMicros, of.Revenue))
            .With("revenueHigh", Values.Parts, (in of) => High(of.Given.RevenueMicros, of.Revenue))
            .With(
                "rankFirst",
                Values.Count,
                (in of) => of.Ranks.First,
                "the best place by revenue that it may have, with 95 %; 0: not known",
                HasRank
            )
            .With("rankLast", Values.Count, (in of) => of.Ranks.Last, "the worst", HasRank)
            .With("kinds", Kinds(), (in of) => of.Kinds!, isThere: (in of) => of.Kinds != null)
            .With("cpa", Values.Ratio, (in of) => Kpi.CostPerConversion(Cost(of), Conversions(of)), isThere: HasCost)
            .With("roas", Values.Ratio, (in of) => Kpi.ReturnOnAdSpend(Revenue(of), Cost(of)), isThere: HasCost)
            .With("roi", Values.Ratio, (in of) => Kpi.ReturnOnInvestment(Revenue(of), Cost(of)), isThere: HasCost);

    private static Shape<IEnumerable<KeyValuePair<string, double?>>> Kinds() =>
        Lists.ByName(
            "ConversionsByKind",
            "Conversions by their kind; one that is absent is 0. Of fitted models in proportion to what linear gives.",
            Values.Ratio
        );

    private static bool HasCost(in ModelCredit of) => of.HasCost;

    private static bool HasRank(in ModelCredit of) => of.Ranks.First > 0;

    private static double? Conversions(in ModelCredit of) => (double?)of.Given.ConversionMicros / Micros.PerUnit;

    private static double? Revenue(in ModelCredit of) => Totals.Units(of.Given.RevenueMicros);

    private static double? Cost(in ModelCredit of) => Totals.Units(of.CostMicros);

    private static Int128? Low(Int128? micros, Distance? distance) =>
        micros is { } of && distance is { } interval ? Int128.Max(0, of - InMicros(interval.Below)) : null;

    private static Int128? High(Int128? micros, Distance? distance) =>
        micros is { } of && distance is { } interval ? of + InMicros(interval.Above) : null;

    private static Int128 InMicros(double units) => (Int128)Math.Round(units * Micros.PerUnit);
}
