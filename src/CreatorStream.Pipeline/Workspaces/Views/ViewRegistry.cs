using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>All views that there are. A test makes schemas/views.schema.json from them (ViewSchemaTests).</summary>
public static class ViewRegistry
{
    /// <summary>The view that lists the campaigns of a workspace.</summary>
    public const string Campaigns = "campaigns";

    public static IReadOnlyList<View> All { get; } =
    [
        new CampaignsView(),
        new ValueView(),
        new PortfolioView(),
        new OverviewView(),
        new TimelineView(),
        new CreatorsView(),
        new ContentView(),
        new PlatformsView(),
        new EmvView(),
        new AudienceView(),
        new OverlapView(),
        new SiteView(),
        new PathsView(),
        new AttributionView(),
        new OrdersView(),
        new LooseOrdersView(),
        new CodesView(),
        new ProbableView(),
        new AlertsView(),
        new CasesView(),
    ];

    private static readonly Dictionary<string, View> ByName = All.ToDictionary(view => view.Name);

    /// <summary>null: there is none of this name.</summary>
    public static View? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The names of the views of a campaign, or whatever it is.</summary>
    public static IEnumerable<string> NamesOf(ViewScope scope) =>
        All.Where(view => view.Scope == scope).Select(view => view.Name);

    /// <summary>What stands beside the figures of every view.</summary>
    public static Shape State => ViewState.Shape;
}
