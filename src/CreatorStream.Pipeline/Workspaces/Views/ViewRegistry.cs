using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>All views that there are.</summary>
public static class ViewRegistry
{
    public static IReadOnlyList<View> All { get; } =
    [new OverviewView(), new TimelineView(), new CreatorsView(), new ContentView(), new AlertsView()];

    private static readonly Dictionary<string, View> ByName = All.ToDictionary(view => view.Name);

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(view => view.Name)];

    /// <summary>null: there is none of this name.</summary>
    public static View? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The row of a campaign in the list of them.</summary>
    public static Shape Summary => CampaignShapes.Summary;

    /// <summary>What stands beside the figures of every view.</summary>
    public static Shape State => ViewState.Shape;
}
