using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>A campaign as a whole.</summary>
internal sealed class OverviewView : View<EntityPeriods>
{
    private static readonly Record<EntitySums> Orders = new Record<EntitySums>("", "")
        .With("conversions", Values.Count, (in of) => of.Conversions(authentic: true))
        .With(
            "revenue",
            Values.Money,
            (in of) => of.Orders[OrderColumns.Authentic + OrderColumns.Unpriced] != 0 ? null : of.Revenue[1]
        );

    private static readonly Record<KpiSteps> Steps = new Record<KpiSteps>("", "")
        .With("reach", Lists.Of(Values.Ratio), (in of) => of.Select((totals, _) => totals.Reach))
        .With(
            "er",
            Lists.Of(Values.Ratio),
            (in of) => of.Select((totals, engagements) => Kpi.EngagementRate(engagements, totals.Reach))
        )
        .With(
            "ctr",
            Lists.Of(Values.Ratio),
            (in of) => of.Select((totals, _) => Kpi.ClickThroughRate(totals.Clicks, totals.Impressions))
        )
        .With("conversions", Lists.Of(Values.Ratio), (in of) => of.Select((totals, _) => totals.Conversions))
        .With(
            "cpa",
            Lists.Of(Values.Ratio),
            (in of) =>
                of.Select((totals, _) => Kpi.CostPerConversion(Totals.Units(totals.CostMicros), totals.Conversions))
        )
        .With(
            "roi",
            Lists.Of(Values.Ratio),
            (in of) =>
                of.Select(
                    (totals, _) =>
                        Kpi.ReturnOnInvestment(Totals.Units(totals.RevenueMicros), Totals.Units(totals.CostMicros))
                )
        );

    private static readonly Record<PurposeCost> Purpose = new Record<PurposeCost>(
        "PurposeCost",
        "What the campaign has cost so far for one purpose."
    )
        .With("purpose", Values.Word([.. CostPurposes.All, CostPurposes.Other]), (in of) => of.Purpose)
        .With("cost", Values.Money, (in of) => of.CostMicros);

    private static readonly Record<(ViewSources Sources, CounterSubject Of)> Account = new Record<(
        ViewSources Sources,
        CounterSubject Of
    )>("", "")
        .With("account", Values.Text, (in account) => account.Of.Account)
        .With("platform", Values.Text, (in account) => account.Of.Platform)
        .With(
            "counters",
            CounterShapes.Counters,
            (in account) => account.Sources.Workspace.Cases.Counters.Latest(account.Of)
        );

    public OverviewView()
        : base("overview", ViewScope.Campaign)
    {
        Field("campaign", CampaignShapes.Campaign, (in of) => CampaignFacts.Of(of.Sources, of.Entity.Campaign));
        Field(
            "currency",
            Values.Text,
            (in of) => of.Sources.Workspace.Currency,
            "ISO 4217; of all money in the workspace's views"
        );
        Field("totals", TotalsShape.Totals, (in of) => of.AllTime(authentic: true));
        Field("raw", TotalsShape.Totals, (in of) => of.AllTime(authentic: false));
        Field("emv", Values.Money, (in of) => of.Emv.Micros, EntityShapes.EmvAbout);
        Field("emvUnrated", Values.Count, (in of) => of.Emv.Unrated, EntityShapes.UnratedAbout);
        Field("comments", CommentShapes.Comments, (in of) => of.Comments(authentic: true), CommentShapes.About);
        Field("commentsRaw", CommentShapes.Comments, (in of) => of.Comments(authentic: false), CommentShapes.RawAbout);
        Field("windows", EntityShapes.Windows, (in of) => of);
        Field("sparks", MakeSparks(), (in of) => of);
        Field(
            "costs",
            Lists.Of(Purpose),
            (in of) => of.Sources.Workspace.CostsByPurpose(of.Entity.Campaign),
            "The campaign's cost of all time by purpose, sorted by it; other: entries that name none."
        );
        Field(
            "suspect",
            Lists.Of(SuspectShapes.Reason),
            (in of) => of.Sources.Workspace.Authenticity.Of(of.Entity.Campaign)
        );
        Field(
            "unattributed",
            Orders,
            (in of) => of.Sources.Workspace.Figures.Unattributed,
            "Conversions of the workspace that no touch or code leads to a campaign: the same in each of its campaigns, never spread."
        );
        Field(
            "waitingClaims",
            Orders,
            (in of) => of.Sources.Workspace.Figures.Waiting,
            "Orders of the workspace that nobody proved and that count nowhere yet, and what they come to: the same in each of its campaigns."
        );
        Field(
            "counters",
            Lists.Of(Account),
            (in of) => Accounts(of.Sources, of.Entity.Campaign),
            "Platforms' counters of accounts, beside own tracking, never added to it; sorted by account, then platform."
        );
    }

    protected override EntityPeriods Find(ViewSources sources, string of) => sources.Campaign(of);

    private static IReadOnlyList<(ViewSources, CounterSubject)> Accounts(ViewSources sources, string campaign) =>
        [.. sources.Workspace.Counters.Accounts(campaign).Select(account => (sources, account))];

    private static Record<EntityPeriods> MakeSparks()
    {
        var sparks = new Record<EntityPeriods>(
            "",
            "Authentic KPIs in equal steps up to the data-as-of time, oldest first, by window; null where undefined. Reach and er are those of the sliding window that ends at each step."
        );
        for (int i = 0; i < Series.Names.Count; i++)
        {
            int window = i;
            sparks.With(Series.Names[window], Steps, (in of) => of.Sources.Series.Kpis(of, window));
        }
        return sparks;
    }
}
