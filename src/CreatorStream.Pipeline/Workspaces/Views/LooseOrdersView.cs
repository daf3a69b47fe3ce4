using System.Text.Json;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// The newest orders that are of no campaign: nobody's, a channel's, refunded in full, claims that wait, refunds whose order
/// has not come. With their evidence.
/// </summary>
internal sealed class LooseOrdersView : View<ViewSources>
{
    public LooseOrdersView()
        : base("looseOrders", ViewScope.Workspace) =>
        Table(
            "rows",
            OrderShapes.Order,
            of => OrderShapes.Rows(of, campaign: null),
            "id",
            row => JsonSerializer.Serialize(row.Id),
            $"the newest by canonical time, at most {OrderList.Most}, and fewer where their texts are very long"
        );

    public override bool IsLarge => true;

    public override long? StampOf(ViewSources sources, string of) =>
        sources.Workspace.OrderList.Changes(campaign: null) + sources.Workspace.NameChanges;

    protected override ViewSources Find(ViewSources sources, string of) => sources;
}
