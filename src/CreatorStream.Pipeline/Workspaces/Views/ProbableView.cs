using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Probable;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What the publications of a campaign probably brought that came by no link: estimates, beside the ledger of orders.</summary>
internal sealed class ProbableView : View<ProbableView.Found>
{
    /// <summary>Of a group, so many names of content are shown.</summary>
    public const int MostContent = 10;

    private static readonly string[] States =
    [
        .. Enum.GetNames<LiftState>().Select(JsonNamingPolicy.CamelCase.ConvertName),
    ];

    private static readonly Record<Row> RowShape = new Record<Row>(
        "ProbableRow",
        "Publications that can't be told apart, and what they probably changed in a measure."
    )
        .With("id", Values.Text, (in of) => of.Id)
        .With("from", Values.Time, (in of) => SiteHours.StartMicros(of.Of.Group.From))
        .With("hours", Values.Count, (in of) => of.Of.Group.Hours, "in which an effect is looked for")
        .With("measure", Values.Word([.. SiteMeasure.Names]), (in of) => SiteMeasure.Names[of.Measure])
        .With("publications", Values.Count, (in of) => of.Of.Group.Publications.Count, "of whatever campaign")
        .With("own", Values.Count, (in of) => of.Own.Count, "those of the campaign")
        .With("contents", Lists.Of(Values.Text), (in of) => of.Content, $"of the campaign, the first {MostContent}")
        .With("state", Values.Word(States), (in of) => States[(int)of.Lift.State])
        .With("observed", Values.Ratio, (in of) => of.Lift.Estimate?.Observed, "visits; null: nothing is estimated")
        .With("expected", Values.Ratio, (in of) => of.Lift.Estimate?.Expected, "without the publications")
        .With("lift", Values.Ratio, (in of) => of.Lift.Estimate?.Lift, "of all publications together")
        .With("low", Values.Ratio, (in of) => of.Lift.Estimate?.Low, "where the lift's 95 % interval begins")
        .With("high", Values.Ratio, (in of) => of.Lift.Estimate?.High)
        .With("credited", Values.Number, (in of) => of.Credited, "the campaign's share of a lift that is told, else 0");

    private static readonly Record<LiftSum> Sum = new Record<LiftSum>(
        "ProbableSum",
        "Shares of the lifts that are told. What may be chance counts 0."
    )
        .With("told", Values.Count, (in of) => of.Told, "publications with an effect")
        .With("lift", Values.Number, (in of) => of.Lift)
        .With(
            "low",
            Values.Number,
            (in of) => of.Low,
            "of 95 %, by squares, as errors that have nothing to do with each other"
        )
        .With("high", Values.Number, (in of) => of.High);

    private static readonly Record<Creator> CreatorShape = MakeCreator();

    public ProbableView()
        : base("probable", ViewScope.Campaign)
    {
        Field(
            "leftOut",
            Values.Count,
            (in of) => of.Fit.LeftOut,
            $"groups of publications of the workspace that are not looked at, of more than {LiftFit.MostGroups} in 60 days"
        );
        Table(
            "rows",
            RowShape,
            Rows,
            "id",
            row => JsonSerializer.Serialize(row.Id),
            $"of the newest {LiftFit.MostGroups} groups of publications, those with content of the campaign"
        );
        Table(
            "creators",
            CreatorShape,
            Creators,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            "those of them who published something; measures overlap, so they are not to be added up"
        );
    }

    /// <summary>It changes when hours are over.</summary>
    public override bool IsQuick => false;

    public override bool IsReady(ViewSources sources) => sources.Workspace.Probable.Fit != null;

    protected override Found Find(ViewSources sources, string of) =>
        new(sources, of, sources.Workspace.Probable.Fit ?? LiftFit.None);

    /// <summary>In the order of their ids.</summary>
    private static IEnumerable<Row> Rows(Found found) =>
        found
            .OfCampaign()
            .SelectMany(of =>
                Enumerable.Range(0, SiteMeasure.Count).Select(measure => new Row(of.Lift, of.Own, measure))
            )
            .OrderBy(row => row.Id, StringComparer.Ordinal);

    /// <summary>In the order of their names.</summary>
    private static IEnumerable<Creator> Creators(Found found)
    {
        IReadOnlyCollection<string> shown = found.Sources.CreatorsOf(found.Campaign).Names;
        var sums = shown.ToDictionary(of => of, of => (Publications: 0L, Sums: new LiftSum[SiteMeasure.Count]));
        foreach ((GroupLift group, IReadOnlyList<Publication> own) in found.OfCampaign())
        {
            foreach ((string creator, int count) in own.CountBy(of => of.Creator))
            {
                if (!sums.TryGetValue(creator, out (long Publications, LiftSum[] Sums) of))
                {
                    continue;
                }
                for (int measure = 0; measure < SiteMeasure.Count; measure++)
                {
                    of.Sums[measure] = of.Sums[measure].With(group, measure, count);
                }
                sums[creator] = (of.Publications + count, of.Sums);
            }
        }
        return shown
            .Where(creator => sums[creator].Publications > 0)
            .Select(creator => new Creator(
                creator,
                found.Sources.NameOf(creator),
                sums[creator].Publications,
                sums[creator].Sums
            ));
    }

    private static Record<Creator> MakeCreator()
    {
        Record<Creator> creator = new Record<Creator>("ProbableCreator", "")
            .With("creator", Values.Text, (in of) => of.Id)
            .With("name", Values.Text, (in of) => of.Name)
            .With("publications", Values.Count, (in of) => of.Publications);
        for (int i = 0; i < SiteMeasure.Count; i++)
        {
            int measure = i;
            creator.With(SiteMeasure.Names[measure], Sum, (in of) => of.Sums[measure]);
        }
        return creator;
    }

    internal readonly record struct Found(ViewSources Sources, string Campaign, LiftFit Fit)
    {
        /// <summary>Groups in which anything of the campaign was published, with that.</summary>
        public IEnumerable<(GroupLift Lift, IReadOnlyList<Publication> Own)> OfCampaign()
        {
            foreach (GroupLift group in Fit.Groups)
            {
                if (group.Group.ByCampaign.TryGetValue(Campaign, out IReadOnlyList<Publication>? own))
                {
                    yield return (group, own);
                }
            }
        }
    }

    private readonly record struct Row(GroupLift Of, IReadOnlyList<Publication> Own, int Measure)
    {
        public string Id => $"{Rfc3339.Format(SiteHours.StartMicros(Of.Group.From))}/{SiteMeasure.Names[Measure]}";

        public ProbableLift Lift => Of.Measures[Measure];

        public IReadOnlyList<string> Content => [.. Own.Take(MostContent).Select(of => of.Content)];

        public double Credited => default(LiftSum).With(Of, Measure, Own.Count).Lift;
    }

    private readonly record struct Creator(string Id, string Name, long Publications, LiftSum[] Sums);

    /// <summary>Shares of lifts.</summary>
    /// <param name="Told">How many publications had an effect.</param>
    /// <param name="Below">The sum of squares of how far below the lifts their intervals begin.</param>
    /// <param name="Above">The same of their ends.</param>
    private readonly record struct LiftSum(long Told, double Lift, double Below, double Above)
    {
        public double Low => Lift - Math.Sqrt(Below);

        public double High => Lift + Math.Sqrt(Above);

        /// <summary>With the share of so many of a group's publications, where its effect is told.</summary>
        public LiftSum With(GroupLift group, int measure, int publications)
        {
            ProbableLift lift = group.Measures[measure];
            if (lift is not { State: LiftState.Effect, Estimate: { } of })
            {
                return this;
            }
            double share = (double)publications / group.Group.Publications.Count;
            double below = share * (of.Lift - of.Low);
            double above = share * (of.High - of.Lift);
            return new LiftSum(
                Told + publications,
                Lift + (share * of.Lift),
                Below + (below * below),
                Above + (above * above)
            );
        }
    }
}
