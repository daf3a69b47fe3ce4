using System.Text.Json;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The newest orders on whose paths a campaign is met, with their evidence.</summary>
internal sealed class OrdersView : View<OrdersView.Found>
{
    public OrdersView()
        : base("orders", ViewScope.Campaign) =>
        Table(
            "rows",
            OrderShapes.Order,
            of => OrderShapes.Rows(of.Sources, of.Campaign),
            "id",
            row => JsonSerializer.Serialize(row.Id),
            $"the newest by canonical time, at most {OrderList.Most}, and fewer where their texts are very long"
        );

    public override bool IsLarge => true;

    /// <summary>Each order is told of anew, with all its evidence: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    public override long? StampOf(ViewSources sources, string of) =>
        sources.Workspace.OrderList.Changes(of) + sources.Workspace.NameChanges;

    protected override Found Find(ViewSources sources, string of) => new(sources, of);

    internal readonly record struct Found(ViewSources Sources, string Campaign);
}
