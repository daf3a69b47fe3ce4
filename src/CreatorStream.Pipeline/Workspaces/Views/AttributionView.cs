using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What each model of attribution gives to the creators and content of a campaign, of all time, side by side.</summary>
internal sealed class AttributionView : View<AttributionView.Found>
{
    /// <summary>Channels that are shown, of which visitors may bring any number.</summary>
    public const int MostChannels = 100;

    private static readonly Record<Row> CreatorRow = new Record<Row>("AttributionRow", "")
        .With("creator", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Name)
        .With("cost", Values.Money, (in of) => of.CostMicros)
        .With("totals", AttributionShapes.Authentic, (in of) => of.Authentic)
        .With("raw", AttributionShapes.Raw, (in of) => of.All);

    private static readonly Record<Row> Rest = new Record<Row>("AttributionWithoutCreator", "")
        .With("totals", AttributionShapes.Authentic, (in of) => of.Authentic)
        .With("raw", AttributionShapes.Raw, (in of) => of.All);

    private static readonly Record<Row> ContentRow = new Record<Row>("ContentAttributionRow", "")
        .With("content", Values.Text, (in of) => of.Id)
        .With("creator", Values.TextOrNull, (in of) => of.Name)
        .With("totals", AttributionShapes.Authentic, (in of) => of.Authentic)
        .With("raw", AttributionShapes.Raw, (in of) => of.All);

    private static readonly Record<Row> ChannelRow = new Record<Row>("ChannelAttributionRow", "")
        .With("channel", Values.Text, (in of) => of.Id, "empty: nobody's")
        .With("totals", AttributionShapes.Authentic, (in of) => of.Authentic)
        .With("raw", AttributionShapes.Raw, (in of) => of.All);

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

    private static readonly Record<PrimaryModel> Primary = new Record<PrimaryModel>(
        "PrimaryModel",
        "The model to decide by, and why it is that one."
    )
        .With("model", Values.Word([.. ModelNames.All]), (in of) => of.Name)
        .With("reason", Values.Word(PrimaryModel.Reasons), (in of) => of.Reason);

    public AttributionView()
        : base("attribution", ViewScope.Campaign)
    {
        Field("primary", Primary, (in of) => PrimaryModel.Of(of.Entry?.Model, of.Fit));
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
            (in of) => PrimaryModel.IsOffered(of.Fit),
            $"whether there are {PrimaryModel.LeastConversions} conversions, so that fitted models may be decided by"
        );
        Field(
            "drawn",
            Values.Count,
            (in of) => of.Fit.Intervals.Orders,
            $"orders of the workspace that intervals were drawn from: all, or of more than {OrderSample.Most} a sample"
        );
        Field(
            "withoutCreator",
            Lists.OrNull(Rest),
            (in of) => AttributionRows.OfNoCreator(of),
            "what the campaign's content has that is no creator's, so that all adds up; null: nothing"
        );
        Table(
            "rows",
            CreatorRow,
            AttributionRows.OfCreators,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events",
            row => row.Stamp
        );
        Table(
            "content",
            ContentRow,
            AttributionRows.OfContent,
            "content",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}, the same; of fitted models the creator's credit, in proportion to linear",
            row => row.Stamp
        );
        Table(
            "channels",
            ChannelRow,
            AttributionRows.OfChannels,
            "channel",
            row => JsonSerializer.Serialize(row.Id),
            $"of the whole workspace, at most {MostChannels}: those with the most conversions",
            row => row.Stamp
        );
    }

    /// <summary>Models are fitted every few seconds, and it walks through all content.</summary>
    public override bool IsQuick => false;

    public override bool IsReady(ViewSources sources) => sources.Workspace.Models.Fit != null;

    protected override Found Find(ViewSources sources, string of) =>
        new(
            sources,
            of,
            sources.Workspace.Models.Fit ?? PathFit.None,
            new CampaignCredit(sources.Workspace.Credits, of)
        );

    internal readonly record struct Found(ViewSources Sources, string Campaign, PathFit Fit, CampaignCredit Credit)
    {
        public Catalog.CampaignEntry? Entry => Sources.Workspace.Catalog.Campaigns.GetValueOrDefault(Campaign);
    }

    /// <summary>What models give to a creator, content item or channel.</summary>
    /// <param name="Stamp">See <see cref="RowStamp"/>.</param>
    /// <param name="Name">A creator's own, or whose content it is.</param>
    internal sealed record Row(
        UInt128 Stamp,
        string Id,
        string Name,
        Int128? CostMicros,
        ModelCredits Authentic,
        ModelCredits All
    );
}
