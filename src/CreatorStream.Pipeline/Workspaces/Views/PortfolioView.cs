using System.Globalization;
using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// What creators are worth over all campaigns of a workspace: only what adds up, for people overlap. Authentic, of all time.
/// </summary>
internal sealed class PortfolioView : View<PortfolioView.Found>
{
    /// <summary>How many campaigns stand in a creator's row by themselves; all are in its sums.</summary>
    private const int MostCampaigns = 100;

    private static readonly Record<Value> Given = new Record<Value>(
        "PortfolioValue",
        "What a creator is credited with, and what that means for its own cost."
    )
        .With(
            "conversions",
            Values.Ratio,
            (in of) => Units(of.ConversionMicros),
            "of fitted models parts of one; null: not known"
        )
        .With("revenue", Values.Money, (in of) => of.RevenueMicros)
        .With("cpa", Values.Ratio, (in of) => Kpi.CostPerConversion(Units(of.CostMicros), Units(of.ConversionMicros)))
        .With("roas", Values.Ratio, (in of) => Kpi.ReturnOnAdSpend(Units(of.RevenueMicros), Units(of.CostMicros)))
        .With("roi", Values.Ratio, (in of) => Kpi.ReturnOnInvestment(Units(of.RevenueMicros), Units(of.CostMicros)));

    private static readonly Record<OfCampaign> Campaign = new Record<OfCampaign>(
        "PortfolioCampaign",
        "What a creator is worth in one campaign."
    )
        .With("campaign", Values.Text, (in of) => of.Campaign)
        .With("name", Values.Text, (in of) => of.Name)
        .With("model", Values.Word([.. ModelNames.All]), (in of) => of.Model, "the campaign's primary one")
        .WithWorth((in of) => of.Worth);

    private static readonly Record<Creator> Row = new Record<Creator>("PortfolioRow", "")
        .With("creator", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Name)
        .With("campaignCount", Values.Count, (in of) => of.Campaigns.Count, "in which the creator is")
        .WithWorth((in of) => of.Worth)
        .With(
            "rankFirst",
            Values.Count,
            (in of) => of.Ranks.First,
            "the best place by revenue of last touch that the creator may have among those of the workspace, with 95 %; 0: not known"
        )
        .With("rankLast", Values.Count, (in of) => of.Ranks.Last, "the worst")
        .With(
            "campaigns",
            Lists.Of(Campaign),
            (in of) => [.. of.Campaigns.Take(MostCampaigns)],
            $"in the order of their ids, at most {MostCampaigns}"
        );

    public PortfolioView()
        : base("portfolio", ViewScope.Workspace)
    {
        Field("currency", Values.Text, (in of) => of.Sources.Workspace.Currency);
        Table(
            "rows",
            Row,
            Rows,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events"
        );
    }

    public override bool IsLarge => true;

    /// <summary>Fitted models are primary in most campaigns.</summary>
    public override bool IsReady(ViewSources sources) => sources.Workspace.Models.Fit != null;

    protected override Found Find(ViewSources sources, string of) =>
        new(sources, sources.Workspace.Models.Fit ?? PathFit.None);

    private static IEnumerable<Creator> Rows(Found found)
    {
        WorkspaceState workspace = found.Sources.Workspace;
        var creators = new Dictionary<string, (List<OfCampaign> Campaigns, long Events)>();
        foreach (string campaign in found.Sources.Names.Ids)
        {
            CampaignEntry? entry = workspace.Catalog.Campaigns.GetValueOrDefault(campaign);
            string model = PrimaryModel.Of(entry?.Model, found.Fit).Name;
            foreach ((string creator, CreditRow given) in found.Sources.Creators.Of(campaign))
            {
                EntityPeriods of = found.Sources.Of(campaign, EntityLevel.Creator, creator);
                (List<OfCampaign> campaigns, long events) = creators.GetValueOrDefault(creator, ([], 0));
                campaigns.Add(
                    new OfCampaign(campaign, entry?.Name ?? campaign, model, WorthOf(found, of, model, given))
                );
                creators[creator] = (campaigns, events + (of.Figures is { } figures ? ShownNames.Events(figures) : 0));
            }
        }
        return ShownNames
            .First([
                .. creators.Select(of => new ShownNames.Ranked(
                    workspace.Catalog.Creators.ContainsKey(of.Key),
                    of.Value.Events,
                    of.Key
                )),
            ])
            .OrderBy(of => of.Name, StringComparer.Ordinal)
            .Select(of => new Creator(
                of.Name,
                found.Sources.NameOf(of.Name),
                creators[of.Name].Campaigns,
                SumOf(creators[of.Name].Campaigns),
                found.Fit.Intervals.Across.GetValueOrDefault(of.Name)
            ));
    }

    /// <summary>
    /// A model gives each order out once over all campaigns; two models may give the same order out twice. So there is a sum
    /// by the primary model only where it is the same in all of them.
    /// </summary>
    private static Worth SumOf(IReadOnlyList<OfCampaign> campaigns)
    {
        Worth all = campaigns.Select(each => each.Worth).Aggregate((sum, each) => sum + each);
        return campaigns.All(each => each.Model == campaigns[0].Model) ? all : all with { Primary = default };
    }

    private static Worth WorthOf(Found found, EntityPeriods of, string model, in CreditRow given)
    {
        Totals totals = of.AllTime(authentic: true);
        (int First, int Last)? touched = of.Figures?.Touched();
        return new Worth(
            totals.CostMicros,
            totals.Conversions * (Int128)Micros.PerUnit,
            totals.RevenueMicros,
            PrimaryOf(found.Fit.Authentic, new PathStep(of.Entity.Campaign, of.Entity.Name, ""), model, given),
            touched is { First: var first } ? DayOf(first) : null,
            touched is { Last: var last } ? DayOf(last) : null
        );

        static int DayOf(int pane) => Rfc3339.DayOf(Pane.StartMicros(pane));
    }

    private static FittedCredit PrimaryOf(ModelFit fit, PathStep step, string model, in CreditRow given)
    {
        for (int at = 0; at < AttributionModels.Count; at++)
        {
            if (ModelNames.All[at] == model)
            {
                return new FittedCredit(given.Conversions[at], given.Unpriced[at] != 0 ? null : given.Revenue[at]);
            }
        }
        StepFit of = fit.Of(step);
        return model switch
        {
            "markov" => of.Markov,
            "shapley" => of.Shapley,
            _ => of.Counterfactual,
        };
    }

    private static double? Units(Int128? micros) => Totals.Units(micros);

    internal static string? DayText(int? day) =>
        day is { } of ? DateTime.UnixEpoch.AddDays(of).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    internal static Record<Value> Credited => Given;

    internal readonly record struct Found(ViewSources Sources, PathFit Fit);

    /// <summary>What somebody is credited with, beside their own cost; null: not known.</summary>
    internal readonly record struct Value(Int128? ConversionMicros, Int128? RevenueMicros, Int128? CostMicros);

    /// <summary>What a creator cost and brought.</summary>
    /// <param name="ConversionMicros">By last touch.</param>
    /// <param name="RevenueMicros">The same.</param>
    /// <param name="Primary">By the primary model; not known of campaigns with different ones.</param>
    /// <param name="FirstDay">UTC day of the first touch, since 1970.</param>
    internal readonly record struct Worth(
        Int128? CostMicros,
        Int128? ConversionMicros,
        Int128? RevenueMicros,
        FittedCredit Primary,
        int? FirstDay,
        int? LastDay
    )
    {
        public static Worth operator +(Worth a, Worth b) =>
            new(
                a.CostMicros + b.CostMicros,
                a.ConversionMicros + b.ConversionMicros,
                a.RevenueMicros + b.RevenueMicros,
                new FittedCredit(
                    a.Primary.ConversionMicros + b.Primary.ConversionMicros,
                    a.Primary.RevenueMicros + b.Primary.RevenueMicros
                ),
                a.FirstDay < b.FirstDay || b.FirstDay == null ? a.FirstDay : b.FirstDay,
                a.LastDay > b.LastDay || b.LastDay == null ? a.LastDay : b.LastDay
            );
    }

    internal sealed record OfCampaign(string Campaign, string Name, string Model, Worth Worth);

    private sealed record Creator(
        string Id,
        string Name,
        IReadOnlyList<OfCampaign> Campaigns,
        Worth Worth,
        (int First, int Last) Ranks
    );
}

file static class WorthShape
{
    /// <summary>Adds what a creator is worth.</summary>
    public static Record<T> WithWorth<T>(this Record<T> row, Part<T, PortfolioView.Worth> of) =>
        row.With(
                "cost",
                Values.Money,
                (in from) => of(from).CostMicros,
                "the creator's own: what a campaign costs as a whole is in none"
            )
            .With(
                "lastTouch",
                PortfolioView.Credited,
                (in from) =>
                    of(from) is var worth
                        ? new PortfolioView.Value(worth.ConversionMicros, worth.RevenueMicros, worth.CostMicros)
                        : default
            )
            .With(
                "primary",
                PortfolioView.Credited,
                (in from) =>
                    of(from) is var worth
                        ? new PortfolioView.Value(
                            worth.Primary.ConversionMicros,
                            worth.Primary.RevenueMicros,
                            worth.CostMicros
                        )
                        : default,
                "by the primary model; all null: the campaigns have different ones, by which an order may count twice"
            )
            .With(
                "firstDay",
                Values.TextOrNull,
                (in from) => PortfolioView.DayText(of(from).FirstDay),
                "UTC day of the first authentic touch"
            )
            .With("lastDay", Values.TextOrNull, (in from) => PortfolioView.DayText(of(from).LastDay));
}
