using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What each model of attribution gives to the creators of a campaign, of all time, side by side.</summary>
internal sealed class AttributionView : View<AttributionView.Found>
{
    /// <summary>With fewer conversions models that need all paths are shown, and not offered to decide by (docs/metrics.md).</summary>
    public const int LeastConversions = 300;

    private static readonly Record<FittedCredit> Credit = new Record<FittedCredit>(
        "ModelCredit",
        "What a model gives: conversions may be parts of one. Both null: the creator is fitted with others as one (folded)."
    )
        .With("conversions", Values.Ratio, (in of) => (double?)of.ConversionMicros / Micros.PerUnit)
        .With("revenue", Values.Money, (in of) => of.RevenueMicros);

    private static readonly Record<Models> ByModel = new Record<Models>("ModelCredits", "The same by each model.")
        .With("lastTouch", Credit, (in of) => of.LastTouch)
        .With("markov", Credit, (in of) => of.Fit.Markov, "in proportion to removal effects")
        .With("shapley", Credit, (in of) => of.Fit.Shapley, "the same to each creator on a path")
        .With(
            "counterfactual",
            Credit,
            (in of) => of.Fit.Counterfactual,
            "by how much the rate of a path is above that of the same without"
        )
        .With(
            "removalEffect",
            Values.Ratio,
            (in of) => of.Fit.RemovalEffect,
            "which part of all conversions would be lost without"
        );

    private static readonly Record<Creator> Row = new Record<Creator>("AttributionRow", "")
        .With("creator", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Name)
        .With("totals", ByModel, (in of) => of.Authentic)
        .With("raw", ByModel, (in of) => of.All);

    private static readonly Record<ModelFit> Fitted = new Record<ModelFit>(
        "FittedPaths",
        "The paths of the whole workspace that models were fitted to."
    )
        .With("conversions", Values.Count, (in of) => of.Orders, "on whose paths anybody stands")
        .With("unconverted", Values.Count, (in of) => of.Unconverted, "visitors who met somebody and bought nothing")
        .With(
            "sampled",
            Values.Count,
            (in of) => of.Sampled,
            "how many of these were looked at; each stands for as many as make up the whole"
        );

    public AttributionView()
        : base("attribution", ViewScope.Campaign)
    {
        Field("fitted", Fitted, (in of) => of.Fit.Authentic);
        Field("fittedRaw", Fitted, (in of) => of.Fit.All);
        Field(
            "folded",
            Values.Count,
            (in of) => of.Fit.Folded,
            $"creators and channels that are fitted together as one, of more than {PathFit.MostSteps}"
        );
        Field(
            "shortened",
            Values.Count,
            (in of) => of.Fit.Shortened,
            $"orders that went rare paths, of more than {FitInput.MostPaths}: these are fitted by their last step alone"
        );
        Field(
            "isOffered",
            Values.Flag,
            (in of) => of.Fit.Authentic.Orders >= LeastConversions,
            $"whether there are {LeastConversions} conversions, so that fitted models may be decided by"
        );
        Table(
            "rows",
            Row,
            Rows,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events"
        );
    }

    /// <summary>Models are fitted every few seconds.</summary>
    public override bool IsQuick => false;

    public override bool IsReady(ViewSources sources) => sources.Workspace.Fit != null;

    protected override Found Find(ViewSources sources, string of) =>
        new(sources, of, sources.CreatorsOf(of), sources.Workspace.Fit ?? PathFit.None);

    private static IEnumerable<Creator> Rows(Found found)
    {
        foreach (string creator in found.Shown.Names)
        {
            EntityFigures? figures = found.Sources.Of(found.Campaign, EntityLevel.Creator, creator).Figures;
            var step = new PathStep(found.Campaign, creator, "");
            yield return new Creator(
                creator,
                found.Sources.NameOf(creator),
                new Models(LastTouch(figures, authentic: true), found.Fit.Authentic.Of(step)),
                new Models(LastTouch(figures, authentic: false), found.Fit.All.Of(step))
            );
        }
    }

    private static FittedCredit LastTouch(EntityFigures? figures, bool authentic)
    {
        if (figures == null)
        {
            return new FittedCredit(0, 0);
        }
        int first = authentic ? OrderColumns.Authentic : 0;
        EntitySums sums = figures.AllTime;
        return new FittedCredit(
            sums.Orders[first + OrderColumns.Conversions],
            sums.Orders[first + OrderColumns.Unpriced] != 0 ? null : sums.Revenue[authentic ? 1 : 0]
        );
    }

    internal readonly record struct Found(ViewSources Sources, string Campaign, ShownNames Shown, PathFit Fit);

    private readonly record struct Models(FittedCredit LastTouch, StepFit Fit);

    private readonly record struct Creator(string Id, string Name, Models Authentic, Models All);
}
